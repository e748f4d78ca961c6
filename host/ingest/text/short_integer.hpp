// A text of one to eight digits as a number, without a branch per digit. It refuses to look at the
// text's begin alone: the eight bytes before its end are read, so they must be there.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hubcensus {

inline constexpr size_t kShortIntegerBytes = 8;

// Below 0 where the text is none, of another form or longer.
inline int64_t short_integer(std::string_view text) {
  static_assert(std::endian::native == std::endian::little, "the last digit is the highest byte");
  constexpr int64_t kNone = -1;
  if (text.empty() || text.size() > kShortIntegerBytes) return kNone;
  uint64_t word;
  std::memcpy(&word, text.data() + text.size() - kShortIntegerBytes, sizeof(word));
  // Digits become their values, what lies before them 0.
  word ^= 0x3030303030303030;
  word &= ~uint64_t{0} << 8 * (kShortIntegerBytes - text.size());
  if ((((word + 0x7676767676767676) | word) & 0x8080808080808080) != 0) return kNone;
  // Two digits to a number, then four, then eight; byte 2i holds what begins there.
  word = word * 10 + (word >> 8);
  word = (word & 0x00ff00ff00ff00ff) * 100 + (word >> 16 & 0x000000ff000000ff);
  word = (word & 0x0000ffff0000ffff) * 10000 + (word >> 32 & 0xffff);
  return static_cast<int64_t>(word & 0xffffffff);
}

}  // namespace hubcensus
