#include "host/ingest/text/quoted_text.hpp"

namespace hubcensus {

std::string quoted_text(std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  std::string result = "'";
  for (const char letter : text.substr(0, kQuotedBytes)) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte >= 0x20 && byte < 0x7f) {
      result += letter;
    } else {
      result += "\\x";
      result += kHexDigits[byte >> 4];
      result += kHexDigits[byte & 15];
    }
  }
  if (text.size() > kQuotedBytes) result += "...";
  return result + "'";
}

}  // namespace hubcensus
