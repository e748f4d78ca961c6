// Pages on their way to plain columns: which rows are accepted, and what the others come back as.

#include "kernels/encoding/decode_pages.hpp"

#include <gtest/gtest.h>

#include <random>

#include "kernels/encoding/broken_page.hpp"
#include "kernels/encoding/check_rows.hpp"
#include "tests/unit/page_reference.hpp"

namespace hubcensus {
namespace {

using Values = std::vector<int64_t>;

constexpr DayRange kRange{100, 200};
constexpr int64_t kMost = (int64_t{1} << 48) - 1;

// Rows in and out, as a test writes them down.
struct Rows {
  Values rows;  // of left rows alone
  Values models;
  Values days;
  Values downloads;
  bool operator==(const Rows&) const = default;
};

template <typename Value>
void append(Values& values, const EncodedColumn& column) {
  const auto* const first = reinterpret_cast<const Value*>(column.bytes.data());
  values.insert(values.end(), first, first + column.values);
}

struct Decoded {
  Rows accepted;
  Rows left;
};

Decoded decode(const EncodedBatch& batch, const DayRange& range = kRange) {
  Decoded decoded;
  LeftRows left;
  decode_pages(batch, range, left, [&](const EncodedBatch& rows) {
    EXPECT_GT(rows.rows, 0);
    append<uint32_t>(decoded.accepted.models, rows.model);
    append<uint16_t>(decoded.accepted.days, rows.day);
    if (rows.downloads.bit_width == 32) {
      append<uint32_t>(decoded.accepted.downloads, rows.downloads);
    } else {
      append<int64_t>(decoded.accepted.downloads, rows.downloads);
    }
  });
  decoded.left = {left.rows, left.models, left.days, left.downloads};
  return decoded;
}

// A page that owns its bytes.
struct Page {
  Page(Encoding encoding, int bit_width, const std::string& page, size_t values) : bytes(page) {
    column.encoding = encoding;
    column.bit_width = bit_width;
    column.values = static_cast<int64_t>(values);
    column.bytes = bytes.span();
  }
  static Page plain(const Values& values, int bits) {
    return {Encoding::plain, bits, plain_bytes(values, bits), values.size()};
  }

  HeapBytes bytes;
  EncodedColumn column;
};

EncodedBatch batch_of(const Page& models, const Page& days, const Page& downloads) {
  EncodedBatch batch;
  batch.rows = models.column.values;
  batch.model = models.column;
  batch.day = days.column;
  batch.downloads = downloads.column;
  return batch;
}

TEST(DecodePages, RowsThatAreNotCountedAreLeftAsTheyStand) {
  const Values models = {0, 1, 2, -1, 4, 1, 1, 1, 1, 1, 1, 3};
  const Values days = {100, 200, 150, 150, 150, 99, 201, -5, 65'636, 150, 150, 150};
  const Values downloads = {0, kMost, 5, 5, 5, 5, 5, 5, 5, -1, kMost + 1, INT64_MIN};
  const std::vector<uint32_t> ids = {7, 8, kNoModel, 5, 6};
  Page keys = Page::plain(models, 64);
  keys.column.dense_ids = std::span(ids).first(4);
  const Decoded decoded = decode(batch_of(keys, Page::plain(days, 32), Page::plain(downloads, 64)));
  EXPECT_EQ(decoded.accepted, (Rows{{}, {7, 8}, {100, 200}, {0, kMost}}));
  EXPECT_EQ(decoded.left, (Rows{{2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
                                {2, -1, 4, 1, 1, 1, 1, 1, 1, 3},
                                {150, 150, 150, 99, 201, -5, 65'636, 150, 150, 150},
                                {5, 5, 5, 5, 5, 5, 5, -1, kMost + 1, INT64_MIN}}));
}

TEST(DecodePages, DenseIdsThemselves) {
  const Page keys = Page::plain({4, int64_t{kNoModel}, 6}, 32);
  const Decoded decoded = decode(
      batch_of(keys, Page::plain({100, 101, 102}, 32), Page::plain({1, 2, 0xFFFF'FFFF}, 64)));
  EXPECT_EQ(decoded.accepted, (Rows{{}, {4, 6}, {100, 102}, {1, 0xFFFF'FFFF}}));
  EXPECT_EQ(decoded.left.rows, Values{1});
}

TEST(DecodePages, NoDayIsInAnEmptyRange) {
  const Page ones = Page::plain(Values(20, 1), 32);
  for (const DayRange& range : {DayRange{1, 0}, DayRange{2, 65'535}, DayRange{0, 0}}) {
    const Decoded decoded = decode(batch_of(ones, ones, ones), range);
    EXPECT_TRUE(decoded.accepted.days.empty());
    EXPECT_EQ(decoded.left.days, Values(20, 1));
  }
  EXPECT_EQ(decode(batch_of(ones, ones, ones), {0, 1}).accepted.days, Values(20, 1));
}

// A column in any encoding, of values that a dictionary of all of them gives.
Page any_page(const Values& values, const Values& entries, uint64_t choice) {
  switch (choice % 3) {
    case 0:
      return Page::plain(values, 64);
    case 1:
      return {Encoding::delta_binary_packed, 64, delta_packed(values, 64, {}), values.size()};
    default:
      std::vector<uint64_t> indices;
      for (const int64_t value : values) {
        const auto found = std::find(entries.begin(), entries.end(), value);
        indices.push_back(static_cast<uint64_t>(found - entries.begin()));
      }
      Page page(Encoding::rle_dictionary, 5, rle_packed(indices, 5), values.size());
      page.column.entries = entries;
      return page;
  }
}

TEST(DecodePages, AnyEncodingBesideAnyOther) {
  const Values entries = {0, 1, 2, 3, 99, 100, 101, 150, 200, 201, -1, kMost, kMost + 1, 1 << 20};
  const std::vector<uint32_t> ids = {3, kNoModel, 1, 0};
  std::mt19937_64 random(5);
  for (const size_t size : {0, 1, 7, 8, 9, 503, 504, 505, 4095, 4096, 4097, 20'001}) {
    for (int round = 0; round < 12; ++round) {
      // Of a few rounds all rows are counted, so that blocks without a left row are met too.
      const bool sound = round % 3 == 0;
      Rows in;
      Decoded expected;
      for (size_t row = 0; row < size; ++row) {
        const int64_t model = sound ? 2 : entries[random() % entries.size()];
        const int64_t day = sound ? 150 : entries[random() % entries.size()];
        const int64_t count = sound ? 1 << 20 : entries[random() % entries.size()];
        in.models.push_back(model);
        in.days.push_back(day);
        in.downloads.push_back(count);
        const bool known = model >= 0 && model < 4 && ids[static_cast<size_t>(model)] != kNoModel;
        if (known && day >= 100 && day <= 200 && count >= 0 && count <= kMost) {
          expected.accepted.models.push_back(ids[static_cast<size_t>(model)]);
          expected.accepted.days.push_back(day);
          expected.accepted.downloads.push_back(count);
        } else {
          expected.left.rows.push_back(static_cast<int64_t>(row));
          expected.left.models.push_back(model);
          expected.left.days.push_back(day);
          expected.left.downloads.push_back(count);
        }
      }
      Page models = any_page(in.models, entries, random() % 2);  // a dictionary has ids of its own
      models.column.dense_ids = ids;
      const Page days = any_page(in.days, entries, random());
      const Page downloads = any_page(in.downloads, entries, random());
      const Decoded decoded = decode(batch_of(models, days, downloads));
      ASSERT_EQ(decoded.accepted, expected.accepted) << size << " rows, round " << round;
      ASSERT_EQ(decoded.left, expected.left) << size << " rows, round " << round;
    }
  }
}

TEST(DecodePages, ABrokenPageNamesItsColumn) {
  const Page sound = Page::plain(Values(9, 100), 32);
  const Page broken = Page::plain(Values(8, 100), 32);
  const auto column_of = [&](const Page& models, const Page& days, const Page& downloads) {
    EncodedBatch batch = batch_of(models, days, downloads);
    batch.rows = 9;
    try {
      decode(batch);
    } catch (const BrokenPage& page) {
      return page.column();
    }
    throw std::runtime_error("no page was broken");
  };
  EXPECT_EQ(column_of(broken, sound, sound), RecordColumn::model);
  EXPECT_EQ(column_of(sound, broken, sound), RecordColumn::day);
  EXPECT_EQ(column_of(sound, sound, broken), RecordColumn::downloads);
}

TEST(CheckRows, AsOneByOne) {
  std::mt19937_64 random(6);
  for (size_t size = 0; size < 70; ++size) {
    for (const DayRange& range : {kRange, DayRange{0, 65'535}, DayRange{5, 4}}) {
      for (int round = 0; round < 20; ++round) {
        Values days(size);
        Values downloads(size);
        for (int64_t& day : days) day = 100 + static_cast<int64_t>(random() % 100);
        for (int64_t& count : downloads) count = static_cast<int64_t>(random() >> (random() % 64));
        if (size > 0 && round % 2 == 0) {
          const int64_t odd[] = {99, 100, 200, 201, -1, 65'536, INT64_MIN, INT64_MAX};
          days[random() % size] = odd[random() % 8];
        }
        bool has_all_days = true;
        uint64_t any = 0;
        for (size_t i = 0; i < size; ++i) {
          has_all_days = has_all_days && days[i] >= range.from && days[i] <= range.to;
          any |= static_cast<uint64_t>(downloads[i]);
        }
        for (const auto check : {check_rows, check_rows_plainly}) {
          std::vector<uint16_t> narrow_days(size);
          std::vector<uint32_t> narrow(size);
          const CheckedRows checked = check(
              {size, days.data(), downloads.data(), narrow_days.data(), narrow.data()}, range);
          ASSERT_TRUE(size == 0 || checked.has_all_days == has_all_days);  // as no row is asked
          ASSERT_EQ(checked.any_downloads, any);
          for (size_t i = 0; i < size; ++i) {
            ASSERT_EQ(narrow_days[i], static_cast<uint16_t>(days[i]));
            ASSERT_EQ(narrow[i], static_cast<uint32_t>(downloads[i]));
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace hubcensus
