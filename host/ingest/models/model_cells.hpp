// Values of the columns of repositories out of their texts, for readers of texts: CSV and JSON. It
// refuses to guess: what is no value of the column is none.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kernels/calendar.hpp"

namespace hubcensus {

// The whole text as an integer of its type; none where it is no such number. Tables that passed
// through floating point write 12 as 12.0: the same integer.
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

// A day, or an instant of a day, that a record may bear.
std::optional<Day> parse_record_day(std::string_view text);
std::optional<int64_t> parse_instant(std::string_view text);

// 24 hexadecimal digits, as they are.
std::optional<std::string_view> parse_object_id(std::string_view text);

}  // namespace hubcensus
