// The one door for data: a batch of records as encoded columns.
//
// host/ strips files, pages and compression; what arrives here is bytes and counts, every count
// already checked against the bytes. Rows rejected on the way are gone: all rows here are counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hubcensus {

enum class Encoding : uint8_t {
  plain,  // little-endian values of `bit_width` bits, one after the other
};

struct EncodedColumn {
  Encoding encoding = Encoding::plain;
  int bit_width = 0;
  int64_t values = 0;
  int64_t nulls = 0;
  std::span<const std::byte> bytes;
  std::span<const uint32_t> dictionary;  // dense id of each dictionary entry; empty for plain
};

struct EncodedBatch {
  int64_t rows = 0;
  EncodedColumn model;         // dense model id, u32
  EncodedColumn day;           // days since 1970-01-01, u16
  EncodedColumn downloads;     // or a sample: u32, or u64 where a value of the batch needs it
  EncodedColumn user_country;  // number of the user's country, u16; empty where not known
};

// The largest number of downloads, or value of a counter, that one record may bear: 2^48 - 1.
inline constexpr uint64_t kMaxDownloadsOfRecord = (uint64_t{1} << 48) - 1;

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
