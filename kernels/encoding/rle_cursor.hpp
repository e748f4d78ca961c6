// Indices of a dictionary, as RLE_DICTIONARY has them behind the byte of their width.
//
//   run:     varint(length << 1)      | one value in whole bytes
//   packed:  varint(groups << 1 | 1)  | 8 values a group, `bit_width` bits each
//
// Source: Apache Parquet, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
#pragma once

#include "kernels/encoding/byte_cursor.hpp"

namespace hubcensus {

class RleCursor {
 public:
  // `bit_width` is 0 to 32, else BrokenPage.
  RleCursor(std::span<const std::byte> bytes, int bit_width, RecordColumn column);

  // The next values. Throws BrokenPage where there are not so many.
  void next(std::span<uint32_t> out);

 private:
  void begin_run();

  ByteCursor bytes_;
  int bit_width_;
  uint64_t left_ = 0;  // values of the run, or of the packed groups, that `next` has not given
  bool is_run_ = false;
  uint32_t value_ = 0;                // of the run
  std::span<const std::byte> packed_;  // from the group on that holds the next value
  size_t given_of_group_ = 0;          // values of that group given already
};

}  // namespace hubcensus
