#include "kernels/ratio.hpp"

#include <algorithm>
#include <cmath>

namespace hubcensus {
namespace {

int bit_width(u128 value) {
  const auto high = static_cast<uint64_t>(value >> 64);
  const auto low = static_cast<uint64_t>(value);
  if (high != 0) return 128 - __builtin_clzll(high);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

}  // namespace

std::optional<double> nearest(const Ratio& ratio) {
  auto [numerator, denominator] = ratio;
  if (denominator == 0) return std::nullopt;
  if (numerator == 0) return 0.0;

  // Long division, one bit at a time, until 55 significant bits stand: 53 of the mantissa, one to
  // round by and one more for the sticky bit that the remainder sets. Both operands are below
  // 2^128, so the result is far from the subnormal range and one rounding is all there is.
  u128 quotient = numerator / denominator;
  u128 remainder = numerator % denominator;
  int exponent = 0;
  while (bit_width(quotient) < 55) {
    const bool carry = (remainder >> 127) != 0;
    remainder <<= 1;
    quotient <<= 1;
    if (carry || remainder >= denominator) {
      remainder -= denominator;
      quotient |= 1;
    }
    --exponent;
  }
  const int excess = bit_width(quotient) - 55;
  bool sticky = remainder != 0;
  if (excess > 0) {
    sticky = sticky || (quotient & ((u128{1} << excess) - 1)) != 0;
    quotient >>= excess;
    exponent += excess;
  }
  auto bits = static_cast<uint64_t>(quotient);  // 55 bits
  const uint64_t low = (bits & 3) | (sticky ? 1 : 0);
  bits >>= 2;
  exponent += 2;
  if (low > 2 || (low == 2 && (bits & 1) != 0)) ++bits;
  return std::ldexp(static_cast<double>(bits), exponent);
}

std::string to_decimal(u128 value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace hubcensus
