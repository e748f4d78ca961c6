#include "host/ingest/text/csv_marks.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace hubcensus {
namespace {

std::vector<size_t> marks_of(const std::string& text, size_t begin) {
  std::vector<size_t> marks;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ',' || c == '\n' || c == '"' || c == '\0') marks.push_back(begin + i);
  }
  return marks;
}

TEST(CsvMarks, EveryVersionFindsThoseOfAPlainLoop) {
  ASSERT_FALSE(mark_finders().empty());
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    const size_t words = random() % 5;
    // From texts of nothing but marks to such with hardly one, and the bytes beside marks.
    const size_t others = round % 7 == 0 ? 0 : random() % 60;
    std::string text;
    for (size_t i = 0; i < words * kWordBytes; ++i) {
      constexpr std::string_view kLetters(",\n\"\0", 4);
      constexpr std::string_view kOthers("-+\t\v!#\x01\x80\xac\x8a\xa2xyz019", 17);
      const size_t letter = random() % (kLetters.size() + others);
      text += letter < kLetters.size() ? kLetters[letter] : kOthers[random() % kOthers.size()];
    }
    const size_t begin = random() % 1000;
    for (const MarkFinder find_marks : mark_finders()) {
      std::vector<size_t> marks(text.size() + kSpareMarks);
      marks.resize(find_marks(text.data(), words, begin, marks.data()));
      ASSERT_EQ(marks, marks_of(text, begin));
    }
  }
}

}  // namespace
}  // namespace hubcensus
