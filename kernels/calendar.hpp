// Days and periods. A day is the count of days since 1970-01-01 UTC (proleptic Gregorian); a
// period is a day, a week from Monday to Sunday, a month or a year, each with an index of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hubcensus {

using Day = int32_t;

// Days that a record may bear: 1970-01-01 to 2149-06-06, so that a day fits 16 bits.
inline constexpr Day kFirstRecordDay = 0;
inline constexpr Day kLastRecordDay = 65535;

// Days from the first to the last, both inclusive: those that a census covers.
struct DayRange {
  Day from = kFirstRecordDay;
  Day to = kLastRecordDay;
};

enum class Grain : uint8_t { day, week, month, year };

// Index of the period that holds `day`: days since 1970-01-01, weeks since Monday 1969-12-29,
// months since 1970-01, years as they are.
int32_t period_of(Grain grain, Day day);
// First day of a period; the end of a period is the first day of the next.
Day first_day(Grain grain, int32_t period);
// "2024-05-17", "2024-W20" (ISO 8601 week), "2024-05", "2024".
std::string period_name(Grain grain, int32_t period);
std::string_view grain_name(Grain grain);

std::string day_name(Day day);  // "2024-05-17"
// Reads "YYYY-MM-DD" exactly; none where the text is no date of the calendar.
std::optional<Day> parse_day(std::string_view text);
// Reads a date, or an ISO 8601 timestamp ("2024-05-17T10:11:12.000Z", "2024-05-17 10:11:12"); a
// naive timestamp is UTC, an offset (+02:00) is applied. Microseconds since 1970-01-01 UTC, finer
// digits cut off; none where invalid.
std::optional<int64_t> parse_timestamp_us(std::string_view text);
// The day of it in UTC.
std::optional<Day> parse_timestamp_day(std::string_view text);

Day day_of_microseconds(int64_t microseconds);

// The quotient rounded towards the past, not towards 1970; `divisor` is above 0.
constexpr int64_t floor_divide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

}  // namespace hubcensus
