#include "host/ingest/identifier.hpp"

#include <cstdint>
#include <cstring>

namespace hubcensus {
namespace {

constexpr uint64_t kLowBits = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;
constexpr uint32_t kNoCodePoint = 0xffffffff;

// Whether all eight bytes are printable ASCII, 0x20 to 0x7e. Sums stay below 256 where the first
// test holds, so that no carry reaches a neighbour.
bool is_plain_word(uint64_t word) {
  if ((word & kHighBits) != 0) return false;
  const uint64_t at_least_space = word + kLowBits * (0x80 - 0x20);
  const uint64_t delete_or_more = word + kLowBits;
  return (at_least_space & ~delete_or_more & kHighBits) == kHighBits;
}

bool is_forbidden(uint32_t code_point) {
  const bool control = code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f);
  const bool direction = code_point == 0x061c || code_point == 0x200e || code_point == 0x200f ||
                         (code_point >= 0x202a && code_point <= 0x202e) ||
                         (code_point >= 0x2066 && code_point <= 0x2069);
  return control || direction;
}

// Takes the first character off `text`, which is not empty; kNoCodePoint where it is no UTF-8 (RFC
// 3629: nothing overlong, no surrogates, at most U+10FFFF).
uint32_t take_code_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return kNoCodePoint;
  uint32_t code_point = first & (0xffU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return kNoCodePoint;
    code_point = code_point << 6 | (byte & 0x3fU);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (overlong || surrogate || code_point > 0x10ffff) return kNoCodePoint;
  text.remove_prefix(length);
  return code_point;
}

bool valid_utf8_id(std::string_view text) {
  while (!text.empty()) {
    const uint32_t code_point = take_code_point(text);
    if (code_point == kNoCodePoint || is_forbidden(code_point)) return false;
  }
  return true;
}

}  // namespace

bool valid_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxIdBytes) return false;
  size_t position = 0;
  for (; position + 8 <= text.size(); position += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + position, sizeof(word));
    if (!is_plain_word(word)) return valid_utf8_id(text.substr(position));
  }
  if (position == text.size()) return true;
  if (position == 0) return valid_utf8_id(text);
  uint64_t last;  // once more with bytes that were looked at before
  std::memcpy(&last, text.data() + text.size() - sizeof(last), sizeof(last));
  return is_plain_word(last) || valid_utf8_id(text.substr(position));
}

}  // namespace hubcensus
