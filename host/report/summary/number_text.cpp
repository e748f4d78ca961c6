#include "host/report/summary/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace hubcensus {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string with_separators(u128 value) {
  const std::string digits = to_decimal(value);
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string with_separators(std::optional<uint64_t> value) {
  return value ? with_separators(u128{*value}) : kNoNumber;
}

std::string fixed_text(std::optional<double> value, int digits) {
  if (!value) return kNoNumber;
  std::array<char, 400> buffer{};  // the largest double has 309 digits before the point
  std::snprintf(buffer.data(), buffer.size(), "%.*f", digits, *value);
  return buffer.data();
}

std::string percent_text(std::optional<double> share) {
  if (!share) return kNoNumber;
  if (*share > 0 && *share < 0.0005) return "<0.1 %";
  return fixed_text(*share * 100, 1) + " %";
}

std::string parameters_text(std::optional<double> parameters) {
  if (!parameters) return kNoNumber;
  struct Unit {
    double size;
    const char* name;
  };
  constexpr std::array<Unit, 4> kUnits = {{{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "K"}}};
  for (const Unit& unit : kUnits) {
    // Below by half a digit still rounds up to the unit: 999.6 million are 1.00B.
    if (*parameters < unit.size * 0.9995) continue;
    const double value = *parameters / unit.size;
    const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return fixed_text(value, digits) + unit.name;
  }
  return fixed_text(*parameters, 0);
}

std::string seconds_text(double seconds) {
  if (seconds < 9.995) return fixed_text(seconds, 2) + " s";
  if (seconds < 119.95) return fixed_text(seconds, 1) + " s";
  const auto whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 7200) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return with_separators(u128{whole / 3600}) + " h " + std::to_string(whole / 60 % 60) + " min";
}

std::string claim_text(std::string_view text) {
  constexpr size_t kDigitsOfU128 = 38;
  if (is_digits(text) && text.size() <= kDigitsOfU128) {
    u128 value = 0;
    for (const char digit : text) value = value * 10 + static_cast<u128>(digit - '0');
    return with_separators(value);
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end) return std::string(text);
  if (value >= 1e6 && value < 1e30) return with_separators(static_cast<u128>(value + 0.5));
  std::string rounded = fixed_text(value, value < 10 ? 4 : 1);
  rounded.erase(rounded.find_last_not_of('0') + 1);
  if (rounded.ends_with('.')) rounded.pop_back();
  return rounded;
}

}  // namespace hubcensus
