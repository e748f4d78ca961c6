// The day of a date or a timestamp, as parse_timestamp_day() reads it. The two forms that daily
// records bear, "2024-05-17" and "2024-05-17T00:00:00.000Z", are read here, eight bytes at a time
// and without a branch per digit; all others go there.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "kernels/calendar.hpp"

namespace hubcensus {
namespace utc_day {

static_assert(std::endian::native == std::endian::little, "byte i of a word is bits 8i to 8i+7");

template <typename Word>
Word word_at(std::string_view text, size_t position) {
  Word word;
  std::memcpy(&word, text.data() + position, sizeof(word));
  return word;
}

constexpr uint64_t word_of(std::string_view text) {
  uint64_t word = 0;
  for (size_t i = text.size(); i > 0; --i) {
    word = word << 8 | static_cast<unsigned char>(text[i - 1]);
  }
  return word;
}

inline constexpr unsigned kFirstYear = 1970;
inline constexpr unsigned kYears = 180;

// [month since 1970-01] its first day, and behind the last month the day after it.
inline constexpr auto kMonthBegins = [] {
  constexpr std::array<Day, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::array<Day, kYears * 12 + 1> begins{};
  for (unsigned month = 0; month < kYears * 12; ++month) {
    const unsigned year = kFirstYear + month / 12;
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    begins[month + 1] = begins[month] + kDays[month % 12] + (is_leap && month % 12 == 1 ? 1 : 0);
  }
  return begins;
}();

// No optional: one that is put together in memory costs as much as the digits.
inline constexpr Day kNone = -1;

// "2024-05-" and "17"; kNone where they are no date of these years.
inline Day day_of(uint64_t year_and_month, uint64_t day_of_month) {
  // Of digits their values, of hyphens 0.
  const uint64_t months = year_and_month ^ word_of("0000-00-");
  const uint64_t days = day_of_month ^ word_of("00");
  // What brings a byte that is more than 9, or than 0, to its high bit.
  const uint64_t above = (months + word_of("\x76\x76\x76\x76\x7f\x76\x76\x7f")) | months |
                         (days + word_of("\x76\x76")) | days;
  if ((above & 0x8080808080808080) != 0) return kNone;
  const uint64_t pairs = months * 10 + (months >> 8);  // tens and ones, in the byte of the tens
  const auto year = static_cast<unsigned>((pairs & 0xff) * 100 + (pairs >> 16 & 0xff));
  const auto month = static_cast<unsigned>(pairs >> 40 & 0xff);
  const auto day = static_cast<Day>((days & 0xff) * 10 + (days >> 8));
  if (year - kFirstYear >= kYears || month - 1 >= 12) return kNone;
  const Day* const begin = &kMonthBegins[(year - kFirstYear) * 12 + month - 1];
  return day >= 1 && day <= begin[1] - begin[0] ? begin[0] + day - 1 : kNone;
}

// Of the two forms; kNone of all others.
inline Day of_plain_form(std::string_view text) {
  constexpr size_t kDateBytes = std::string_view("2024-05-17").size();
  constexpr size_t kTimestampBytes = std::string_view("2024-05-17T00:00:00.000Z").size();
  const bool is_plain =
      text.size() == kDateBytes ||
      (text.size() == kTimestampBytes && word_at<uint64_t>(text, 8) >> 16 == word_of("T00:00") &&
       word_at<uint64_t>(text, 16) == word_of(":00.000Z"));
  return is_plain ? day_of(word_at<uint64_t>(text, 0), word_at<uint16_t>(text, 8)) : kNone;
}

}  // namespace utc_day

inline std::optional<Day> parse_utc_day(std::string_view text) {
  const Day day = utc_day::of_plain_form(text);
  return day != utc_day::kNone ? day : parse_timestamp_day(text);
}

}  // namespace hubcensus
