// Packed integers of 0 to 64 bits, lowest bit first, into integers of a machine.
//
//   bytes  | 7 6 5 4 3 2 1 0 | 15 ... 8 | ...      value i is bits [i * width, (i + 1) * width)
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hubcensus {

// Bytes that `values` packed integers of so many bits take.
constexpr size_t packed_bytes(size_t values, int bit_width) {
  return (values * static_cast<size_t>(bit_width) + 7) / 8;
}

// Fills `out` from the first packed_bytes(out.size(), bit_width) of `bytes`, which are there.
// Of uint32_t `bit_width` is 0 to 32, of uint64_t 0 to 64.
void unpack(std::span<const std::byte> bytes, int bit_width, std::span<uint32_t> out);
void unpack(std::span<const std::byte> bytes, int bit_width, std::span<uint64_t> out);

}  // namespace hubcensus
