// Decoders of single pages against slow ones, at every length and in pieces of any size.

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "kernels/encoding/bit_unpack.hpp"
#include "kernels/encoding/value_cursor.hpp"
#include "tests/unit/page_reference.hpp"

namespace hubcensus {
namespace {

using Values = std::vector<int64_t>;
using Random = std::mt19937_64;

constexpr size_t kSizes[] = {0, 1, 7, 8, 9, 31, 32, 33, 503, 504, 505};

uint64_t low_bits(uint64_t value, int width) {
  return width == 64 ? value : value & ((uint64_t{1} << width) - 1);
}

// A column of that encoding; of a dictionary its indices stand for themselves.
EncodedColumn column_of(Encoding encoding, int bit_width, std::span<const std::byte> bytes,
                        size_t values) {
  static const std::vector<uint32_t> kEntries(1 << 17);  // more than any index but broken ones
  EncodedColumn column;
  column.encoding = encoding;
  column.bit_width = bit_width;
  column.values = static_cast<int64_t>(values);
  column.bytes = bytes;
  if (encoding == Encoding::rle_dictionary) column.dense_ids = kEntries;
  return column;
}

// `count` values in pieces of the size; 0: of any. Throws what the decoder throws.
Values decode(const EncodedColumn& column, size_t count, size_t piece) {
  ValueCursor cursor(column, RecordColumn::day);
  Values values(count);
  Random random(count);
  for (size_t done = 0; done < count;) {
    const size_t some = piece == 0 ? random() % 40 : piece;
    const size_t size = std::min(some, count - done);
    cursor.next(std::span(values).subspan(done, size));
    done += size;
  }
  return values;
}

void expect_values(Encoding encoding, int bit_width, const std::string& page,
                   const Values& expected) {
  const HeapBytes bytes(page);
  const EncodedColumn column = column_of(encoding, bit_width, bytes.span(), expected.size());
  for (const size_t piece : {std::max<size_t>(expected.size(), 1), size_t{0}, size_t{1}, size_t{7},
                             size_t{8}, size_t{33}}) {
    ASSERT_EQ(decode(column, expected.size(), piece), expected) << "in pieces of " << piece;
  }
}

// Cut to any length, a page gives its values or is refused, as the slow decoder says.
template <typename Reference>
void expect_cuts(Encoding encoding, int bit_width, const std::string& page, size_t count,
                 Reference reference) {
  for (size_t size = 0; size <= page.size(); ++size) {
    const HeapBytes bytes(std::string_view(page).substr(0, size));
    const auto expected = reference(std::string_view(page).substr(0, size));
    const EncodedColumn column = column_of(encoding, bit_width, bytes.span(), count);
    for (const size_t piece : {std::max<size_t>(count, 1), size_t{0}}) {
      if (expected) {
        ASSERT_EQ(decode(column, count, piece), *expected) << size << " bytes";
      } else {
        ASSERT_THROW(decode(column, count, piece), BrokenPage) << size << " bytes";
      }
    }
  }
}

template <typename Integer>
void expect_unpacked(int width, size_t size) {
  Random random(static_cast<uint64_t>(width) * 1000 + size);
  std::vector<uint64_t> values(size);
  for (uint64_t& value : values) value = low_bits(random(), width);
  const HeapBytes bytes(packed_bits(values, width));
  std::vector<Integer> unpacked(size, Integer{77});
  unpack(bytes.span(), width, std::span(unpacked));
  ASSERT_EQ(std::vector<uint64_t>(unpacked.begin(), unpacked.end()), values)
      << width << " bits, " << size << " values";
}

TEST(BitUnpack, AllWidthsAndSizes) {
  for (const size_t size : kSizes) {
    for (int width = 0; width <= 64; ++width) expect_unpacked<uint64_t>(width, size);
    for (int width = 0; width <= 32; ++width) expect_unpacked<uint32_t>(width, size);
  }
}

TEST(RleCursor, PackedAlone) {
  Random random(1);
  for (int width = 0; width <= 16; ++width) {
    for (const size_t size : kSizes) {
      std::vector<uint64_t> packed(size);
      for (uint64_t& value : packed) value = low_bits(random(), width);
      const std::string page = rle_packed(packed, width);
      expect_values(Encoding::rle_dictionary, width, page, Values(packed.begin(), packed.end()));
    }
  }
}

TEST(RleCursor, RunsAndPackedGroupsInAnyOrder) {
  Random random(2);
  for (int round = 0; round < 200; ++round) {
    const auto width = static_cast<int>(random() % 18);
    std::string page;
    Values expected;
    for (size_t part = 0; part < 12; ++part) {
      if (random() % 2 == 0) {
        const uint64_t length = random() % 4 == 0 ? 0 : random() % 70;
        const uint64_t value = low_bits(random() % 100'000, width);
        page += rle_run(length, value, width);
        expected.insert(expected.end(), length, static_cast<int64_t>(value));
      } else {
        std::vector<uint64_t> packed(8 * (random() % 9));  // no group at all among them
        for (uint64_t& value : packed) value = low_bits(random() % 100'000, width);
        page += rle_packed(packed, width);
        expected.insert(expected.end(), packed.begin(), packed.end());
      }
    }
    ASSERT_EQ(rle_values(page, width, expected.size()), expected) << "the reference";
    expect_values(Encoding::rle_dictionary, width, page, expected);
    const auto reference = [&](std::string_view bytes) {
      return rle_values(bytes, width, expected.size());
    };
    if (round < 20) {
      expect_cuts(Encoding::rle_dictionary, width, page, expected.size(), reference);
    }
  }
}

TEST(RleCursor, ValuesOf32Bits) {
  const uint64_t most = 0xFFFF'FFFF;
  const HeapBytes bytes(rle_run(3, most, 32) + rle_packed({most, 1, most - 1}, 32));
  RleCursor cursor(bytes.span(), 32, RecordColumn::model);
  std::vector<uint32_t> values(6);
  cursor.next(values);
  EXPECT_EQ(values, (std::vector<uint32_t>{0xFFFF'FFFF, 0xFFFF'FFFF, 0xFFFF'FFFF, 0xFFFF'FFFF, 1,
                                           0xFFFF'FFFE}));
}

// Writers may leave out bytes of the last group behind the last value, and no more.
TEST(RleCursor, TheLastGroupMayBeCut) {
  const std::string page = rle_packed({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5);  // 1 + 5 + 5 bytes
  const auto values_of = [&](size_t size, size_t count) {
    const HeapBytes bytes(std::string_view(page).substr(0, size));
    return decode(column_of(Encoding::rle_dictionary, 5, bytes.span(), count), count, count);
  };
  EXPECT_EQ(values_of(8, 10), (Values{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(values_of(7, 9), (Values{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_THROW(values_of(7, 10), BrokenPage);
  EXPECT_THROW(values_of(6, 8), BrokenPage);
}

TEST(RleCursor, CountsBeyondAnyPage) {
  constexpr uint64_t kMost = std::numeric_limits<uint64_t>::max();
  const auto values_of = [](const std::string& page, int width, size_t count) {
    const HeapBytes bytes(page);
    return decode(column_of(Encoding::rle_dictionary, width, bytes.span(), count), count, count);
  };
  EXPECT_EQ(values_of(varint(kMost - 1) + "\x07", 3, 3), (Values{7, 7, 7}));
  EXPECT_THROW(values_of(varint(kMost) + "\x07", 3, 3), BrokenPage);
  EXPECT_EQ(values_of(varint(kMost), 0, 20), Values(20, 0));
  EXPECT_EQ(values_of(varint(uint64_t{1} << 62 | 1), 0, 20), Values(20, 0));       // 2^61 groups
  EXPECT_THROW(values_of(std::string(9, '\xFF') + "\x02\x07", 3, 1), BrokenPage);  // 65 bits
  EXPECT_THROW(values_of(std::string(40, '\x80'), 3, 1), BrokenPage);
  EXPECT_THROW(values_of(std::string(2000, '\0'), 0, 1), BrokenPage);  // runs of nothing
  for (const int width : {-1, 33, 255}) EXPECT_THROW(values_of("\x02\x01", width, 1), BrokenPage);
}

Values delta_cases(int bits, size_t size, int kind) {
  Random random(size);
  Values values(size);
  int64_t value = 19'860;
  for (size_t i = 0; i < size; ++i) {
    const uint64_t any = random();
    if (kind == 0) value += 1;  // one difference: no bits
    if (kind == 1) value += static_cast<int64_t>(any % 1000) - 500;
    if (kind == 2) value = static_cast<int64_t>(any);  // wraps around
    if (kind == 3) value = i % 2 == 0 ? INT64_MIN : INT64_MAX;
    values[i] = bits == 32 ? int64_t{static_cast<int32_t>(value >> (kind == 3 ? 32 : 0))} : value;
  }
  return values;
}

TEST(DeltaCursor, AllShapesAndSizes) {
  for (const auto& [block, miniblocks] :
       {std::pair{128, 4}, std::pair{128, 1}, std::pair{256, 4}, std::pair{1024, 8}}) {
    for (const size_t size : {0, 1, 2, 7, 32, 33, 34, 128, 129, 130, 503, 504, 505, 2000}) {
      for (int kind = 0; kind < 4; ++kind) {
        for (const int bits : {32, 64}) {
          const Values values = delta_cases(bits, size, kind);
          for (const bool with_unneeded : {false, true}) {
            const DeltaShape shape{static_cast<uint64_t>(block), static_cast<uint64_t>(miniblocks),
                                   with_unneeded};
            const std::string page = delta_packed(values, bits, shape);
            ASSERT_EQ(delta_values(page, bits, size, size), values) << "the reference";
            expect_values(Encoding::delta_binary_packed, bits, page, values);
          }
        }
      }
    }
  }
}

TEST(DeltaCursor, CutToAnyLength) {
  for (const int kind : {0, 1, 2}) {
    const Values values = delta_cases(64, 150, kind);
    const std::string page = delta_packed(values, 64, {128, 4});
    const auto reference = [&](std::string_view bytes) {
      return delta_values(bytes, 64, values.size(), values.size());
    };
    expect_cuts(Encoding::delta_binary_packed, 64, page, values.size(), reference);
  }
}

TEST(DeltaCursor, HeadersThatCannotBe) {
  const auto first_of = [](uint64_t block, uint64_t miniblocks, uint64_t values) {
    const std::string blocks(1 << 17, '\0');
    const HeapBytes bytes(varint(block) + varint(miniblocks) + varint(values) + zigzag(5) + blocks);
    return decode(column_of(Encoding::delta_binary_packed, 64, bytes.span(), 3), 3, 3);
  };
  constexpr uint64_t kHuge = uint64_t{1} << 63;
  EXPECT_EQ(first_of(128, 4, 3), (Values{5, 5, 5}));
  EXPECT_EQ(first_of(65'536, 1, kHuge), (Values{5, 5, 5}));
  EXPECT_THROW(first_of(0, 4, 3), BrokenPage);
  EXPECT_THROW(first_of(128, 0, 3), BrokenPage);
  EXPECT_THROW(first_of(100, 1, 3), BrokenPage);
  EXPECT_THROW(first_of(128, 3, 3), BrokenPage);
  EXPECT_THROW(first_of(128, 8, 3), BrokenPage);  // miniblocks of 16
  EXPECT_THROW(first_of(131'072, 1, 3), BrokenPage);
  EXPECT_THROW(first_of(kHuge, 1, 3), BrokenPage);
  EXPECT_THROW(first_of(128, kHuge, 3), BrokenPage);
  const HeapBytes two(delta_packed({5, 5}, 64, {}));  // fewer values than rows: seen at once
  EXPECT_THROW(decode(column_of(Encoding::delta_binary_packed, 64, two.span(), 3), 1, 1),
               BrokenPage);
}

TEST(DeltaCursor, WidthsBeyond64Bits) {
  for (const int width : {65, 255}) {
    const HeapBytes bytes(varint(128) + varint(1) + varint(3) + zigzag(5) + zigzag(0) +
                          static_cast<char>(width) + std::string(1 << 13, '\1'));
    const EncodedColumn column = column_of(Encoding::delta_binary_packed, 64, bytes.span(), 3);
    EXPECT_THROW(decode(column, 3, 3), BrokenPage);
    EXPECT_EQ(decode(column, 1, 1), Values{5});  // the first is in the header
  }
}

TEST(PlainValues, BothWidthsAndEveryLength) {
  for (const int bits : {32, 64}) {
    for (const size_t size : kSizes) {
      const Values values = delta_cases(bits, size, 2);
      expect_values(Encoding::plain, bits, plain_bytes(values, bits), values);
    }
    const auto reference = [&](std::string_view bytes) { return plain_values(bytes, bits, 5); };
    const Values values = delta_cases(bits, 5, 2);
    expect_cuts(Encoding::plain, bits, plain_bytes(values, bits), 5, reference);
  }
}

TEST(ValueCursor, IndicesLeadToEntriesOrAreRefused) {
  const HeapBytes bytes(rle_packed({2, 0, 1, 2, 2, 0, 0, 1, 3}, 2));
  EncodedColumn column = column_of(Encoding::rle_dictionary, 2, bytes.span(), 9);
  const Values entries = {-5, int64_t{1} << 60, 7};
  column.entries = entries;
  column.dense_ids = {};
  EXPECT_EQ(decode(column, 8, 8), (Values{7, -5, entries[1], 7, 7, -5, -5, entries[1]}));
  EXPECT_THROW(decode(column, 9, 9), BrokenPage);
  column.entries = {};
  EXPECT_THROW(decode(column, 1, 1), BrokenPage);  // a dictionary without an entry
}

}  // namespace
}  // namespace hubcensus
