// A whole text as a decimal number. It refuses blanks, a plus sign, and what is not finite.
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace hubcensus {

inline std::optional<double> parse_real(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  const bool is_whole = error == std::errc{} && rest == end && std::isfinite(value);
  return is_whole ? std::optional(value) : std::nullopt;
}

}  // namespace hubcensus
