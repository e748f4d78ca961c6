// Numbers of flags: those that have a least value, and bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/ingest/text/text_limits.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

// Throws Error(usage) where the value is below.
inline void check_at_least(int64_t least, int64_t value, const std::string& flag) {
  if (value >= least) return;
  throw Error(ErrorKind::usage, flag + " wants a number from " + std::to_string(least) +
                                    " on, not " + std::to_string(value));
}

// Bytes, or a number with K, M, G or T (powers of 1024).
inline int64_t bytes_of_flag(const std::string& flag, const std::string& text) {
  size_t used = 0;
  int64_t value = 0;
  try {
    value = std::stoll(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  constexpr std::string_view kUnits = "KMGT";
  const std::string unit = text.substr(used);
  const size_t power = unit.empty() ? 0 : kUnits.find(unit) + 1;
  int64_t bytes = 0;
  const bool sound = used > 0 && value > 0 && power <= kUnits.size() && unit.size() <= 1 &&
                     (unit.empty() || power > 0) &&
                     !__builtin_mul_overflow(value, int64_t{1} << (10 * power), &bytes);
  if (!sound) {
    throw Error(ErrorKind::usage,
                flag + " wants bytes such as 4G or 4294967296, not '" + text + "'");
  }
  return bytes;
}

// Of --max-line-bytes.
inline int64_t line_bytes_of_flag(const std::string& text) {
  const int64_t bytes = bytes_of_flag("--max-line-bytes", text);
  if (bytes >= kLeastLineBytes) return bytes;
  throw Error(ErrorKind::usage, "--max-line-bytes wants at least " +
                                    std::to_string(kLeastLineBytes) + ", not '" + text + "'");
}

}  // namespace hubcensus
