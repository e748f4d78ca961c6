#include "kernels/calendar.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace hubcensus {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kMicrosecondsPerDay = 86'400'000'000;
constexpr int32_t kDaysBeforeFirstMonday = 3;  // 1970-01-01 was a Thursday

year_month_day civil(Day day) { return year_month_day{sys_days{days{day}}}; }

Day day_of(int year, unsigned month, unsigned day) {
  const sys_days date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  return static_cast<Day>(date.time_since_epoch().count());
}

template <typename... Values>
std::string print(const char* format, Values... values) {
  std::array<char, 48> text{};
  const int length = std::snprintf(text.data(), text.size(), format, values...);
  return {text.data(), static_cast<size_t>(length)};
}

std::string week_name(int32_t week) {
  // ISO 8601: a week belongs to the year of its Thursday.
  const Day thursday = first_day(Grain::week, week) + 3;
  const int year = static_cast<int>(civil(thursday).year());
  return print("%04d-W%02d", year, (thursday - day_of(year, 1, 1)) / 7 + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads exactly `width` digits at `position`; -1 where there are others.
int digits(std::string_view text, size_t position, size_t width) {
  if (position + width > text.size()) return -1;
  int value = 0;
  for (size_t i = position; i < position + width; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// Minutes of the offset that ends a timestamp: "Z" or nothing is 0, "+02:00", "+0200", "+02".
std::optional<int> offset_minutes(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z" || text == " UTC") return 0;
  if (text[0] != '+' && text[0] != '-') return std::nullopt;
  const bool with_colon = text.size() == 6 && text[3] == ':';
  if (!with_colon && text.size() != 5 && text.size() != 3) return std::nullopt;
  const int hours = digits(text, 1, 2);
  const int minutes = text.size() == 3 ? 0 : digits(text, with_colon ? 4 : 3, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const int total = hours * 60 + minutes;
  return text[0] == '-' ? -total : total;
}

}  // namespace

int32_t period_of(Grain grain, Day day) {
  switch (grain) {
    case Grain::day:
      return day;
    case Grain::week:
      return static_cast<int32_t>(floor_divide(int64_t{day} + kDaysBeforeFirstMonday, 7));
    case Grain::month: {
      const year_month_day date = civil(day);
      return (static_cast<int>(date.year()) - 1970) * 12 +
             static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    }
    case Grain::year:
      return static_cast<int>(civil(day).year());
  }
  return 0;
}

Day first_day(Grain grain, int32_t period) {
  switch (grain) {
    case Grain::day:
      return period;
    case Grain::week:
      return period * 7 - kDaysBeforeFirstMonday;
    case Grain::month: {
      const auto years = static_cast<int32_t>(floor_divide(period, 12));
      return day_of(1970 + years, static_cast<unsigned>(period - years * 12 + 1), 1);
    }
    case Grain::year:
      return day_of(period, 1, 1);
  }
  return 0;
}

std::string period_name(Grain grain, int32_t period) {
  switch (grain) {
    case Grain::day:
      return day_name(period);
    case Grain::week:
      return week_name(period);
    case Grain::month:
      return day_name(first_day(grain, period)).substr(0, 7);
    case Grain::year:
      return print("%04d", period);
  }
  return {};
}

std::string_view grain_name(Grain grain) {
  switch (grain) {
    case Grain::day:
      return "day";
    case Grain::week:
      return "week";
    case Grain::month:
      return "month";
    case Grain::year:
      return "year";
  }
  return {};
}

std::string day_name(Day day) {
  const year_month_day date = civil(day);
  return print("%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
               static_cast<unsigned>(date.day()));
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const year_month_day date = std::chrono::year{year} / month / day;
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(sys_days{date}.time_since_epoch().count());
}

std::optional<int64_t> parse_timestamp_us(std::string_view text) {
  const std::optional<Day> date = parse_day(text.substr(0, 10));
  if (!date) return std::nullopt;
  const int64_t midnight = int64_t{*date} * kMicrosecondsPerDay;
  if (text.size() == 10) return midnight;
  if (text.size() < 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') {
    return std::nullopt;
  }
  const int hours = digits(text, 11, 2);
  const int minutes = digits(text, 14, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  int64_t microseconds = (int64_t{hours} * 60 + minutes) * 60'000'000;
  size_t position = 16;
  if (position < text.size() && text[position] == ':') {
    const int seconds = digits(text, 17, 2);
    if (seconds < 0 || seconds > 60) return std::nullopt;  // 60: a leap second
    microseconds += int64_t{std::min(seconds, 59)} * 1'000'000;
    position = 19;
    if (position < text.size() && text[position] == '.') {
      const size_t first = ++position;
      for (int64_t worth = 100'000; position < text.size() && is_digit(text[position]);
           ++position, worth /= 10) {
        microseconds += worth * (text[position] - '0');
      }
      if (position == first) return std::nullopt;
    }
  }
  const std::optional<int> offset = offset_minutes(text.substr(position));
  if (!offset) return std::nullopt;
  return midnight + microseconds - int64_t{*offset} * 60'000'000;
}

std::optional<Day> parse_timestamp_day(std::string_view text) {
  const std::optional<int64_t> instant = parse_timestamp_us(text);
  return instant ? std::optional(day_of_microseconds(*instant)) : std::nullopt;
}

Day day_of_microseconds(int64_t microseconds) {
  return static_cast<Day>(floor_divide(microseconds, kMicrosecondsPerDay));
}

}  // namespace hubcensus
