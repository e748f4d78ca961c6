// Pseudo-random numbers without a state, and the integer functions that shape them.
//
// A draw is a hash of (seed, stream, index): no order, no thread and no platform changes it. No
// floating point takes part, so that no compiler or libm does either.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "kernels/ratio.hpp"

namespace hubcensus::generate {

// One stream for each question asked of an index; a new question gets a new stream at the end.
enum class Stream : uint64_t {
  model_cell,
  model_rank,
  model_account,
  model_size,
  model_source,
  model_label,
  model_name,
  model_object_id,
  model_created,
  model_modified,
  model_card,
  model_likes,
  model_prior,
  relation,
  base,
  missing_base,
  head_rank,
  account_name,
  account_country,
  account_row,
  day_quota,
  day_offset,
  record_value,
  shuffle_day,
  shuffle_pool,
  shuffle_dump,
  renaming,
  other_repository,
  request,
  api_object,
};

// A bijection of 64 bits in which every input bit reaches every output bit (splitmix64's
// finalizer).
constexpr uint64_t scramble(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// For a fixed seed and stream, a bijection of the index.
constexpr uint64_t draw(uint64_t seed, Stream stream, uint64_t index) {
  constexpr uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
  const uint64_t key = scramble(scramble(seed + kGolden) + static_cast<uint64_t>(stream) * kGolden);
  return scramble(key + index * kGolden);
}

// Maps 64 random bits to [0, bound).
constexpr uint64_t below(uint64_t bits, uint64_t bound) {
  return static_cast<uint64_t>((u128{bits} * bound) >> 64);
}

// Maps 64 random bits to [0, bound) with density falling like x^(-2/3): low numbers dominate.
constexpr uint64_t skewed_below(uint64_t bits, uint64_t bound) {
  const uint64_t u = bits >> 32;
  const uint64_t cube =
      static_cast<uint64_t>((u128{u} * u * u) >> 64);  // u^3 as a fraction of 2^32
  return (cube * bound) >> 32;
}

// 2^(exponent / 65536), truncated; the exponent in [0, 62 * 65536]. Relative error below 2^-14.
constexpr uint64_t exp2_q16(int64_t exponent) {
  constexpr int64_t kOne = int64_t{1} << 30;
  const int64_t f = (exponent & 0xFFFF) << 14;  // fraction, 30 bits
  int64_t value = 14043275;                     // 2^f = 1 + f(a + f(b + f(c + f d))), 30 bits each
  for (const int64_t coefficient : {int64_t{56912228}, int64_t{258531653}, int64_t{744254668}}) {
    value = coefficient + ((value * f) >> 30);
  }
  value = kOne + ((value * f) >> 30);
  const int64_t whole = exponent >> 16;
  return static_cast<uint64_t>(whole >= 30 ? value << (whole - 30) : value >> (30 - whole));
}

// The largest integer whose square does not exceed `value`.
constexpr uint64_t square_root(uint64_t value) {
  uint64_t root = 0;
  for (uint64_t bit = uint64_t{1} << 31; bit != 0; bit >>= 1) {
    const uint64_t candidate = root | bit;
    if (candidate * candidate <= value) root = candidate;
  }
  return root;
}

}  // namespace hubcensus::generate
