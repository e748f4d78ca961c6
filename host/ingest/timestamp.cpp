#include "host/ingest/timestamp.hpp"

#include "kernels/calendar.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
constexpr int64_t kMicroseconds = 1000000;

int64_t two_digits(std::string_view text, size_t position) {
  return (text[position] - '0') * 10 + (text[position + 1] - '0');
}

// Takes ".123456789" off the front; its microseconds.
int64_t take_fraction_us(std::string_view& text) {
  int64_t fraction = 0;
  int64_t unit = kMicroseconds;
  text.remove_prefix(1);
  while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    unit /= 10;
    fraction += (text[0] - '0') * unit;
    text.remove_prefix(1);
  }
  return fraction;
}

// Seconds of "+02:00", "+0200" or "+02"; 0 for the names of UTC.
int64_t offset_seconds(std::string_view text) {
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return 0;
  const int64_t hours = two_digits(text, 1);
  const int64_t minutes = text.size() == 3 ? 0 : two_digits(text, text.size() - 2);
  const int64_t seconds = (hours * 60 + minutes) * 60;
  return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

std::optional<int64_t> parse_timestamp_us(std::string_view text) {
  if (!parse_timestamp_day(text)) return std::nullopt;  // all that follows relies on its form
  int64_t seconds = *parse_day(text.substr(0, 10)) * kSecondsPerDay;
  if (text.size() == 10) return seconds * kMicroseconds;
  seconds += two_digits(text, 11) * 3600 + two_digits(text, 14) * 60;
  text.remove_prefix(16);
  int64_t fraction = 0;
  if (text.starts_with(':')) {
    seconds += two_digits(text, 1);
    text.remove_prefix(3);
    if (text.starts_with('.')) fraction = take_fraction_us(text);
  }
  return (seconds - offset_seconds(text)) * kMicroseconds + fraction;
}

}  // namespace hubcensus
