#include "host/report/number_change.hpp"

#include <gtest/gtest.h>

namespace hubcensus {
namespace {

std::string text_of(const FinishedCell& before, const FinishedCell& after) {
  const auto change = number_change(before, after);
  if (!change) return "none";
  return change->change +
         (change->relative ? " " + std::to_string(*change->relative) : std::string());
}

TEST(NumberChange, OfIntegersIsExact) {
  EXPECT_EQ(text_of("9007199254740993", "9007199254740992"), "-1 -0.000000");
  EXPECT_EQ(text_of("4", "5"), "1 0.250000");
  EXPECT_EQ(text_of("-4", "4"), "8 2.000000");
  EXPECT_EQ(text_of("0", "3"), "3");
  const std::string most(38, '9');
  EXPECT_EQ(text_of(most, "0"), "-" + most + " -1.000000");
  EXPECT_EQ(text_of("-" + most, most), "1" + std::string(37, '9') + "8 2.000000");
}

TEST(NumberChange, OfRealsIsThatOfDoubles) {
  EXPECT_EQ(text_of("0.25", "0.5"), "0.25 1.000000");
  EXPECT_EQ(text_of("-0.5", "1"), "1.5 3.000000");
  EXPECT_EQ(text_of("1e+300", "3e+300"), "2e+300 2.000000");
  EXPECT_EQ(text_of("-1.7e+308", "1.7e+308"), "none");  // no double
}

TEST(NumberChange, FromOrToNothingIsFromOrToZero) {
  EXPECT_EQ(text_of(std::nullopt, "7"), "7");
  EXPECT_EQ(text_of("0.5", std::nullopt), "-0.5");
}

TEST(NumberChange, OfWordsIsNone) {
  for (const char* word : {"", "-", "2025-01", "yes", "1 ", "nan", "inf", "0x1"}) {
    EXPECT_EQ(text_of(word, "1"), "none") << word;
    EXPECT_EQ(text_of("1", word), "none") << word;
  }
}

TEST(NumberChange, NumbersAreOfColumnsThatHoldThem) {
  EXPECT_TRUE(has_numbers({"n", ColumnType::integer, false}));
  EXPECT_TRUE(has_numbers({"n", ColumnType::wide, false}));
  EXPECT_TRUE(has_numbers({"n", ColumnType::real, false}));
  EXPECT_FALSE(has_numbers({"n", ColumnType::boolean, false}));
  EXPECT_FALSE(has_numbers({"model", ColumnType::text, false}));
  EXPECT_TRUE(has_numbers({"value", ColumnType::text, false}));  // of the claims
}

}  // namespace
}  // namespace hubcensus
