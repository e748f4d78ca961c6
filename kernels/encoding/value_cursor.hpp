// The values of a column of pages, whatever its encoding, as 64-bit integers.
#pragma once

#include <variant>
#include <vector>

#include "kernels/encoded_batch.hpp"
#include "kernels/encoding/delta_cursor.hpp"
#include "kernels/encoding/rle_cursor.hpp"

namespace hubcensus {

class ValueCursor {
 public:
  // Throws BrokenPage where the bytes are too few for the values, as far as that can be seen.
  ValueCursor(const EncodedColumn& column, RecordColumn name);

  // The next values; of an encoding with a dictionary without entries the indices, each below the
  // number of dense ids. Throws BrokenPage where there are not so many, or one leads outside the
  // dictionary.
  void next(std::span<int64_t> out);

 private:
  struct Plain {
    std::span<const std::byte> rest;
    int bit_width;
  };
  void next_plain(Plain& plain, std::span<int64_t> out) const;
  void next_of_dictionary(RleCursor& indices, std::span<int64_t> out);

  EncodedColumn column_;
  RecordColumn name_;
  std::variant<Plain, RleCursor, DeltaCursor> cursor_;
  std::vector<uint32_t> indices_;
};

}  // namespace hubcensus
