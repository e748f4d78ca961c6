// Numbers that look random and depend on their place alone, so that any thread makes any of them.
#pragma once

#include <cmath>
#include <cstdint>

#include "kernels/ratio.hpp"

namespace hubcensus::bench {

// The finalizer of splitmix64, a bijection.
constexpr uint64_t random_bits(uint64_t place) {
  uint64_t x = (place + 1) * 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

constexpr uint64_t uniform_below(uint64_t bits, uint64_t bound) {
  return static_cast<uint64_t>((u128{bits} * bound) >> 64);
}

// Zipf's law with exponent 1: the place r, from 1 to bound, about 1 / r as often as the first.
inline uint64_t zipf_up_to(uint64_t bits, uint64_t bound) {
  const double uniform = static_cast<double>(bits >> 11) * 0x1p-53;
  const double place = std::exp(uniform * std::log(static_cast<double>(bound) + 1));
  return std::min(bound, static_cast<uint64_t>(place));
}

}  // namespace hubcensus::bench
