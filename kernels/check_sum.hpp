// The bound that every sum of downloads, likes or upvotes is held to: 2^63 - 1. Below it no sum
// over any part of the values overflows, nor does its square 38 digits.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "kernels/error.hpp"
#include "kernels/ratio.hpp"

namespace hubcensus {

inline constexpr u128 kMostSum = std::numeric_limits<int64_t>::max();

// Throws Error(invalid_input): "`what` sum to N, beyond 2^63 - 1".
inline void check_sum(u128 sum, std::string_view what) {
  if (sum <= kMostSum) return;
  throw Error(ErrorKind::invalid_input,
              std::string(what) + " sum to " + to_decimal(sum) + ", beyond 2^63 - 1");
}

inline constexpr std::string_view kAcceptedDownloads = "the accepted downloads";

}  // namespace hubcensus
