// The one door for data: a batch of records as encoded columns.
//
// host/ strips files, pages and compression; what arrives here is bytes and counts, every count
// already checked against the bytes. Two kinds of batch come through it:
//   - accepted rows: plain columns of dense ids, days and downloads that were looked at one by one;
//   - pages, as they stand in a file: nobody has looked at their values yet. A row that is not what
//     the census counts comes back as a left row, and the host says what is wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/calendar.hpp"

namespace hubcensus {

enum class Encoding : uint8_t {
  plain,                // little-endian values of `bit_width` bits, one after the other
  rle_dictionary,       // indices of `bit_width` bits into a dictionary, in runs or packed
  delta_binary_packed,  // differences of neighbours, packed; values of 32 or 64 bits
};

struct EncodedColumn {
  Encoding encoding = Encoding::plain;
  int bit_width = 0;
  int64_t values = 0;
  int64_t nulls = 0;
  std::span<const std::byte> bytes;
  // Of pages alone. The value of each entry of the dictionary; of models instead the dense id of
  // each entry or, where the column is of integers, of each integer. Empty where a value stands for
  // itself.
  std::span<const int64_t> entries = {};
  std::span<const uint32_t> dense_ids = {};
};

struct EncodedBatch {
  int64_t rows = 0;
  EncodedColumn model;         // dense model id, u32
  EncodedColumn day;           // days since 1970-01-01, u16
  EncodedColumn downloads;     // or a sample: u32, or u64 where a value of the batch needs it
  EncodedColumn user_country;  // number of the user's country, u16; empty where not known
};

// In `dense_ids`, and in place of one: no model is known by this key.
inline constexpr uint32_t kNoModel = UINT32_MAX;

// The largest number of downloads, or value of a counter, that one record may bear: 2^48 - 1.
inline constexpr uint64_t kMaxDownloadsOfRecord = (uint64_t{1} << 48) - 1;

// Rows of pages that were not folded: no model by that key, a day outside the range, or a number of
// downloads below 0 or above the largest. All as they stand in the columns; [left row].
struct LeftRows {
  std::vector<int64_t> rows;    // of the batch
  std::vector<int64_t> models;  // integers, or indices of the dictionary
  std::vector<int64_t> days;
  std::vector<int64_t> downloads;

  size_t size() const { return rows.size(); }
  void clear();
};

// A plain column over `values`, which must outlive the batch.
template <typename T>
EncodedColumn plain_column(std::span<const T> values) {
  EncodedColumn column;
  column.bit_width = static_cast<int>(8 * sizeof(T));
  column.values = static_cast<int64_t>(values.size());
  column.bytes = std::as_bytes(values);
  return column;
}

}  // namespace hubcensus
