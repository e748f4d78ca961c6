// The bytes of a page from the first to the last: never one that is not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/encoding/broken_page.hpp"

namespace hubcensus {

class ByteCursor {
 public:
  ByteCursor(std::span<const std::byte> bytes, RecordColumn column)
      : rest_(bytes), column_(column) {}

  std::span<const std::byte> rest() const { return rest_; }

  std::span<const std::byte> take(uint64_t bytes) {
    if (bytes > rest_.size()) refuse("it ends before its values do");
    const auto taken = rest_.first(static_cast<size_t>(bytes));
    rest_ = rest_.subspan(static_cast<size_t>(bytes));
    return taken;
  }

  // An unsigned integer in groups of seven bits, the lowest first (ULEB128).
  uint64_t take_varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<uint64_t>(take(1)[0]);
      if (shift == 63 && byte > 1) break;
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    refuse("an integer in it has more than 64 bits");
  }
  // A signed one, its sign in the lowest bit.
  int64_t take_zigzag() {
    const uint64_t value = take_varint();
    return static_cast<int64_t>((value >> 1) ^ (0 - (value & 1)));
  }

  [[noreturn]] void refuse(const char* reason) const { throw BrokenPage(column_, reason); }

 private:
  std::span<const std::byte> rest_;
  RecordColumn column_;
};

}  // namespace hubcensus
