#include "host/ingest/repository_cells.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

bool in_range(Day day) { return day >= kFirstRecordDay && day <= kLastRecordDay; }

}  // namespace

std::optional<Day> parse_record_day(std::string_view text) {
  const std::optional<Day> day = parse_timestamp_day(text);
  return day && in_range(*day) ? day : std::nullopt;
}

std::optional<int64_t> parse_instant(std::string_view text) {
  const std::optional<int64_t> instant = parse_timestamp_us(text);
  return instant && in_range(day_of_microseconds(*instant)) ? instant : std::nullopt;
}

std::optional<std::string_view> parse_object_id(std::string_view text) {
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  if (text.size() != 24 || !std::all_of(text.begin(), text.end(), is_hex)) return std::nullopt;
  return text;
}

}  // namespace hubcensus
