// Numbers of flags that have a least value.
#pragma once

#include <cstdint>
#include <string>

#include "kernels/error.hpp"

namespace hubcensus {

// Throws Error(usage) where the value is below.
inline void check_at_least(int64_t least, int64_t value, const std::string& flag) {
  if (value >= least) return;
  throw Error(ErrorKind::usage, flag + " wants a number from " + std::to_string(least) +
                                    " on, not " + std::to_string(value));
}

}  // namespace hubcensus
