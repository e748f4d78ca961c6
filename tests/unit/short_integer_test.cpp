#include "host/ingest/text/short_integer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "host/ingest/text/parse_integer.hpp"

namespace hubcensus {
namespace {

// As the slow way reads it, whatever lies before the text.
void expect_same(const std::string& text) {
  const bool is_short = !text.empty() && text.size() <= kShortIntegerBytes &&
                        text.find_first_not_of("0123456789") == std::string::npos;
  const int64_t expected = is_short ? *parse_integer<int64_t>(text) : -1;
  for (const char* before : {"99999999", ",,,,,,,,", "\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    const std::string whole = before + text + "7";
    EXPECT_EQ(short_integer({whole.data() + 8, text.size()}), expected) << before << " " << text;
  }
}

TEST(ShortInteger, AsTheSlowWayReadsIt) {
  for (int64_t power = 1; power <= 1'000'000'000; power *= 10) {
    for (const int64_t value : {power - 1, power, power + 1, 2 * power + power / 7, 9 * power}) {
      expect_same(std::to_string(value));
      expect_same("0" + std::to_string(value));
    }
  }
  expect_same("");
  for (size_t size = 1; size <= 9; ++size) {
    for (size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = std::string("123456789").substr(0, size);
        text[at] = static_cast<char>(byte);
        expect_same(text);
      }
    }
  }
}

}  // namespace
}  // namespace hubcensus
