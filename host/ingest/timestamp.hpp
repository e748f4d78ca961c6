// ISO 8601 texts as microseconds since 1970-01-01 UTC, for the order of changes. It accepts exactly
// what parse_timestamp_day() accepts, and refuses to be a calendar.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hubcensus {

// A date alone is its first microsecond; digits beyond the sixth of a second are cut.
std::optional<int64_t> parse_timestamp_us(std::string_view text);

}  // namespace hubcensus
