// Values of the columns of repositories out of their texts, for readers of texts: CSV and JSON. It
// refuses to guess: what is no value of the column is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kernels/calendar.hpp"

namespace hubcensus {

// A day, or an instant of a day, that a record may bear.
std::optional<Day> parse_record_day(std::string_view text);
std::optional<int64_t> parse_instant(std::string_view text);

// 24 hexadecimal digits, as they are.
std::optional<std::string_view> parse_object_id(std::string_view text);

}  // namespace hubcensus
