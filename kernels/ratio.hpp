// Exact ratios: unsigned 128-bit numerator and denominator, divided once, at the very end.
//
// Every published quotient of hubcensus is a Ratio until it is printed; nearest() is the only
// place where integers become floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace hubcensus {

__extension__ using u128 = unsigned __int128;

struct Ratio {
  u128 numerator = 0;
  u128 denominator = 0;
  bool operator==(const Ratio&) const = default;
};

// The double nearest to numerator / denominator, ties to even; none where the denominator is zero.
std::optional<double> nearest(const Ratio& ratio);

// Decimal digits of `value`, without sign, separators or leading zeros ("0" for zero).
std::string to_decimal(u128 value);

}  // namespace hubcensus
