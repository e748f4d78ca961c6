#include "host/catalog/parameters.hpp"

#include <algorithm>

#include "kernels/ratio.hpp"

namespace hubcensus {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Moves `position` behind the digits that stand there; they are returned.
std::string_view take_digits(std::string_view text, size_t& position) {
  const size_t begin = position;
  while (position < text.size() && is_digit(text[position])) ++position;
  return text.substr(begin, position - begin);
}

// A digit stands behind the character `mark` at `position`.
bool number_follows(std::string_view text, size_t position, char mark) {
  return position + 1 < text.size() && text[position] == mark && is_digit(text[position + 1]);
}

u128 to_number(std::string_view digits) {
  u128 value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

// experts * whole.fraction * unit, cut to an integer; 0 where it is none that a model can have. The
// bounds keep the product below 10^38.
uint64_t stated_size(std::string_view experts, std::string_view whole, std::string_view fraction,
                     u128 unit) {
  constexpr size_t kMaxExpertDigits = 5;
  constexpr size_t kMaxDigits = 24;
  if (experts.size() > kMaxExpertDigits || whole.size() + fraction.size() > kMaxDigits) return 0;
  u128 mantissa = to_number(whole);
  u128 divisor = 1;
  for (const char digit : fraction) {
    mantissa = mantissa * 10 + static_cast<unsigned>(digit - '0');
    divisor *= 10;
  }
  const u128 factor = experts.empty() ? 1 : to_number(experts);
  const u128 size = factor * mantissa * unit / divisor;
  return size < kParameterLimit ? static_cast<uint64_t>(size) : 0;
}

// The size stated by the match that begins with the digit at `position`; 0 where none does.
uint64_t size_at(std::string_view text, size_t position) {
  std::string_view experts;
  std::string_view whole = take_digits(text, position);
  if (number_follows(text, position, 'x')) {
    experts = whole;
    whole = take_digits(text, ++position);
  }
  std::string_view fraction;
  if (number_follows(text, position, '.')) fraction = take_digits(text, ++position);
  if (position == text.size()) return 0;
  const char unit = text[position++];
  if (position < text.size() && (is_digit(text[position]) || is_letter(text[position]))) return 0;
  if (unit == 'b' || unit == 'B') return stated_size(experts, whole, fraction, 1'000'000'000);
  if (unit == 'm' || unit == 'M') return stated_size(experts, whole, fraction, 1'000'000);
  return 0;
}

}  // namespace

SizeClass size_class_of(uint64_t parameters) {
  if (parameters == 0) return SizeClass::unknown;
  if (parameters < 1'000'000'000) return SizeClass::below_1b;
  if (parameters < 10'000'000'000) return SizeClass::from_1b;
  if (parameters < 100'000'000'000) return SizeClass::from_10b;
  return SizeClass::from_100b;
}

AtomClass atom_class_of(uint64_t parameters) {
  constexpr uint64_t kBillion = 1'000'000'000;
  if (parameters == 0) return AtomClass::unknown;
  if (parameters < kBillion) return AtomClass::below_1b;
  if (parameters < 5 * kBillion) return AtomClass::from_1b;
  if (parameters < 10 * kBillion) return AtomClass::from_5b;
  if (parameters < 50 * kBillion) return AtomClass::from_10b;
  if (parameters < 100 * kBillion) return AtomClass::from_50b;
  if (parameters < 250 * kBillion) return AtomClass::from_100b;
  return AtomClass::from_250b;
}

std::string_view model_name(std::string_view id) {
  const size_t slash = id.find('/');
  return slash == std::string_view::npos ? id : id.substr(slash + 1);
}

uint64_t parameters_from_name(std::string_view name) {
  uint64_t largest = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    if (!is_digit(name[i])) continue;
    const bool begins =
        i == 0 || !(is_digit(name[i - 1]) || is_letter(name[i - 1]) || name[i - 1] == '.');
    if (begins) largest = std::max(largest, size_at(name, i));
  }
  return largest;
}

uint64_t choose_parameters(std::optional<uint64_t> safetensors, std::optional<uint64_t> gguf,
                           std::string_view id) {
  for (const std::optional<uint64_t>& total : {safetensors, gguf}) {
    if (total && *total > 0 && *total < kParameterLimit) return *total;
  }
  return parameters_from_name(model_name(id));
}

}  // namespace hubcensus
