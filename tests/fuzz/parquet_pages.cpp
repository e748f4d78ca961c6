// Any bytes as a page of each encoding: the values are those of a slow decoder that reads bit by
// bit, in pieces as at once, and what one refuses the other does; beside two sound columns the same
// bytes give the same rows, accepted or left.
//
//   input:  encoding and width | values, 2 bytes | size of the pieces | the page

#include <cstdio>
#include <cstdlib>

#include "kernels/encoding/decode_pages.hpp"
#include "kernels/encoding/value_cursor.hpp"
#include "tests/unit/page_reference.hpp"

namespace hubcensus {
namespace {

using Values = std::vector<int64_t>;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

constexpr DayRange kRange{100, 20'000};

const std::vector<uint32_t>& dense_ids() {
  static const std::vector<uint32_t> kIds = [] {
    std::vector<uint32_t> ids;
    for (uint32_t i = 0; i < 3000; ++i) ids.push_back(i % 3 == 0 ? kNoModel : 3000 - i);
    return ids;
  }();
  return kIds;
}

// A page, and what the slow decoder makes of it.
struct Case {
  Case(uint8_t kind, size_t size, std::string_view bytes) : page(bytes), count(size) {
    const int width = kind / 4;  // of an index: 0 to 63, of which those above 32 are none
    const int bits = kind / 4 % 2 == 0 ? 32 : 64;
    column.values = static_cast<int64_t>(size);
    column.bytes = page.span();
    column.bit_width = bits;
    switch (kind % 4) {
      case 0:
        expected = plain_values(bytes, bits, size);
        break;
      case 1:
        column.encoding = Encoding::delta_binary_packed;
        expected = delta_values(bytes, bits, size, size);
        break;
      default:
        column.encoding = Encoding::rle_dictionary;
        column.bit_width = width;
        expected = rle_values(bytes, width, size);
        for (size_t i = 0; expected && i < size; ++i) {
          if ((*expected)[i] >= static_cast<int64_t>(dense_ids().size())) expected.reset();
        }
    }
  }

  HeapBytes page;
  size_t count;
  EncodedColumn column;
  std::optional<Values> expected;
};

std::optional<Values> decode(const Case& of, size_t piece) {
  Values values(of.count);
  try {
    EncodedColumn column = of.column;
    column.dense_ids = dense_ids();
    ValueCursor cursor(column, RecordColumn::day);
    for (size_t done = 0; done < of.count;) {
      const size_t size = std::min(piece, of.count - done);
      cursor.next(std::span(values).subspan(done, size));
      done += size;
    }
    return values;
  } catch (const BrokenPage&) {
    return std::nullopt;
  }
}

// The column beside sound ones, as models, days or downloads.
void expect_rows(const Case& of, RecordColumn name) {
  const Values sound(of.count, 100);
  const Values entries = [] {
    Values all;
    for (size_t i = 0; i < dense_ids().size(); ++i) all.push_back(static_cast<int64_t>(i * 9));
    return all;
  }();
  EncodedBatch batch;
  batch.rows = static_cast<int64_t>(of.count);
  batch.model = batch.day = batch.downloads = plain_column(std::span<const int64_t>(sound));
  batch.model.dense_ids = dense_ids();
  EncodedColumn& column = name == RecordColumn::model ? batch.model
                          : name == RecordColumn::day ? batch.day
                                                      : batch.downloads;
  column = of.column;
  const bool has_entries =
      column.encoding == Encoding::rle_dictionary && name != RecordColumn::model;
  if (has_entries) column.entries = entries;
  if (name == RecordColumn::model) column.dense_ids = dense_ids();

  LeftRows left;
  int64_t accepted = 0;
  bool is_broken = false;
  try {
    decode_pages(batch, kRange, left, [&](const EncodedBatch& rows) { accepted += rows.rows; });
  } catch (const BrokenPage& broken) {
    expect(broken.column() == name, "the broken column is named");
    is_broken = true;
  }
  expect(is_broken == !of.expected, "a page is broken in a batch as alone");
  if (is_broken) return;
  Values rows;
  for (size_t row = 0; row < of.count; ++row) {
    int64_t value = (*of.expected)[row];
    if (has_entries) value = entries[static_cast<size_t>(value)];
    const bool fits =
        name == RecordColumn::model
            ? value >= 0 && value < static_cast<int64_t>(dense_ids().size()) && value % 3 != 0
        : name == RecordColumn::day ? value >= kRange.from && value <= kRange.to
                                    : value >= 0 && value < int64_t{1} << 48;
    // Of the sound columns model 100 is known, and day and downloads fit.
    if (!fits) rows.push_back(static_cast<int64_t>(row));
  }
  expect(left.rows == rows, "the rows that are left");
  expect(accepted + static_cast<int64_t>(rows.size()) == batch.rows, "every row has its end");
}

void run(std::string_view input) {
  constexpr size_t kHead = 4;
  if (input.size() < kHead) return;
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(input[i]); };
  const size_t count = (byte(1) | byte(2) << 8) % 9000;
  const Case of(byte(0), count, input.substr(kHead));
  const size_t piece = byte(3) + size_t{1};
  expect(decode(of, count + 1) == of.expected, "values at once");
  expect(decode(of, piece) == of.expected, "values in pieces");
  for (const RecordColumn name :
       {RecordColumn::model, RecordColumn::day, RecordColumn::downloads}) {
    expect_rows(of, name);
  }
}

}  // namespace
}  // namespace hubcensus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  hubcensus::run({reinterpret_cast<const char*>(data), size});
  return 0;
}
