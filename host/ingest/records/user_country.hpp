// The country of a user, as request-level exports tell it, in 16 bits: ISO 3166 alpha-2 letters of
// any case, without a list of countries. It refuses to tell countries from other pairs of letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hubcensus {

inline constexpr uint16_t kUnknownUserCountry = 0;
inline constexpr uint16_t kUserCountryCodes = 1 + 26 * 26;

namespace user_country_detail {

// 0 to 25; 26 where it is no letter.
constexpr unsigned letter_number(char letter) {
  if (letter >= 'a' && letter <= 'z') return static_cast<unsigned>(letter - 'a');
  if (letter >= 'A' && letter <= 'Z') return static_cast<unsigned>(letter - 'A');
  return 26;
}

}  // namespace user_country_detail

// 1 + 26 * first letter + second letter, below kUserCountryCodes; kUnknownUserCountry where `text`
// is no pair of letters.
constexpr uint16_t user_country_code(std::string_view text) {
  if (text.size() != 2) return kUnknownUserCountry;
  const unsigned first = user_country_detail::letter_number(text[0]);
  const unsigned second = user_country_detail::letter_number(text[1]);
  if (first == 26 || second == 26) return kUnknownUserCountry;
  return static_cast<uint16_t>(1 + 26 * first + second);
}

// "FR"; "unknown" for kUnknownUserCountry.
inline std::string user_country_name(uint16_t code) {
  if (code == kUnknownUserCountry) return "unknown";
  return {static_cast<char>('A' + (code - 1) / 26), static_cast<char>('A' + (code - 1) % 26)};
}

}  // namespace hubcensus
