#include "host/report/number_change.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "host/report/csv_writer.hpp"
#include "kernels/ratio.hpp"

namespace hubcensus {
namespace {

__extension__ using i128 = __int128;

// A value of a table has at most 38 digits, which fit with their sign.
std::optional<i128> whole_number(std::string_view text) {
  constexpr size_t kMostDigits = 38;
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  i128 value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return is_negative ? -value : value;
}

std::optional<double> real_number(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = result.ec == std::errc{} && result.ptr == text.data() + text.size();
  return is_whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

u128 size_of(i128 value) { return static_cast<u128>(value < 0 ? -value : value); }

// The difference of two numbers of 38 digits takes a 39th, which the sign leaves no room for.
NumberChange whole_change(i128 before, i128 after) {
  const bool falls = after < before;
  const u128 size =
      static_cast<u128>(falls ? before : after) - static_cast<u128>(falls ? after : before);
  NumberChange result{(falls ? "-" : "") + to_decimal(size), nearest({size, size_of(before)}),
                      static_cast<double>(size),
                      static_cast<double>(std::max(size_of(before), size_of(after)))};
  if (result.relative && falls) *result.relative = -*result.relative;
  return result;
}

std::optional<NumberChange> real_change(double before, double after) {
  const double change = after - before;
  if (!std::isfinite(change)) return std::nullopt;
  NumberChange result{real_text(change), std::nullopt, std::fabs(change),
                      std::max(std::fabs(before), std::fabs(after))};
  const double relative = change / std::fabs(before);
  if (std::isfinite(relative)) result.relative = relative;
  return result;
}

template <typename Number>
std::optional<Number> read(const FinishedCell& cell,
                           std::optional<Number> (*parse)(std::string_view)) {
  return cell ? parse(*cell) : Number{};
}

}  // namespace

bool has_numbers(const ColumnEntry& column) {
  if (column.type == ColumnType::text) return column.name == "value" && !column.is_key;
  return column.type != ColumnType::boolean;
}

std::optional<NumberChange> number_change(const FinishedCell& before, const FinishedCell& after) {
  std::optional<NumberChange> result;
  const auto whole_before = read(before, whole_number);
  const auto whole_after = read(after, whole_number);
  if (whole_before && whole_after) {
    result = whole_change(*whole_before, *whole_after);
  } else {
    const auto real_before = read(before, real_number);
    const auto real_after = read(after, real_number);
    if (real_before && real_after) result = real_change(*real_before, *real_after);
  }
  if (result && (!before || !after)) result->relative.reset();
  return result;
}

}  // namespace hubcensus
