// A whole text as an integer. It refuses blanks, a plus sign, exponents and what does not fit the
// type, and is no reader of decimals: tables that passed through floating point write 12 as 12.0,
// the same integer.
#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace hubcensus {

template <typename Integer>
std::optional<Integer> parse_integer(std::string_view text) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{}) return std::nullopt;
  if (rest == end) return value;
  const bool only_zeros = *rest == '.' && rest + 1 != end &&
                          std::all_of(rest + 1, end, [](char digit) { return digit == '0'; });
  return only_zeros ? std::optional<Integer>(value) : std::nullopt;
}

// Whether the text is an integer as above, be it too large for any type.
inline bool is_integer_text(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = text.find('.');
  if (point != std::string_view::npos) {
    if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return false;
    if (point + 1 == text.size()) return false;
    text = text.substr(0, point);
  }
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace hubcensus
