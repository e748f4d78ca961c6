// Integers as DELTA_BINARY_PACKED has them: each is the one before and a difference.
//
//   header:  varint(values of a block) varint(miniblocks of a block) varint(values) zigzag(first)
//   block:   zigzag(least difference) | width of each miniblock, a byte each | miniblocks
//
// A miniblock holds its differences less the least one, packed; the last is filled up, and those of
// its block that hold nothing are left out. Differences wrap around as the integers do.
// Source: Apache Parquet, Encodings.md, "Delta Encoding".
#pragma once

#include <vector>

#include "kernels/encoding/byte_cursor.hpp"

namespace hubcensus {

class DeltaCursor {
 public:
  // Integers of 32 or 64 bits. Throws BrokenPage where the header says what it cannot be, or is of
  // fewer than `values` values.
  DeltaCursor(std::span<const std::byte> bytes, int bit_width, int64_t values, RecordColumn column);

  // The next values. Throws BrokenPage where there are not so many.
  void next(std::span<int64_t> out);

 private:
  void begin_block();
  void begin_miniblock();
  int64_t to_integer(uint64_t value) const;

  ByteCursor bytes_;
  bool is_narrow_;
  uint64_t left_;        // values that next() has not given
  bool has_given_first_ = false;
  uint64_t value_ = 0;   // the last given, or the first
  size_t miniblocks_ = 0;
  size_t miniblock_values_ = 0;
  uint64_t least_ = 0;
  std::span<const std::byte> widths_;      // of the block's miniblocks that are not begun
  std::vector<uint64_t> differences_;  // of the miniblock, less the least
  bool has_differences_ = false;  // else all are the least
  size_t next_difference_ = 0;
};

}  // namespace hubcensus
