#include "host/report/summary/text_grid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/report/summary/number_text.hpp"
#include "kernels/error.hpp"
#include "tests/unit/summary_tables.hpp"

namespace hubcensus {
namespace {

using summary_tables::expect_plain_lines;
using testing::HasSubstr;

TEST(NumberText, IsReadable) {
  EXPECT_EQ(with_separators(u128{0}), "0");
  EXPECT_EQ(with_separators(u128{999}), "999");
  EXPECT_EQ(with_separators(u128{1000}), "1,000");
  EXPECT_EQ(with_separators(std::optional<uint64_t>{}), "-");
  EXPECT_EQ(percent_text(0.4955), "49.5 %");
  EXPECT_EQ(percent_text(0.0), "0.0 %");
  EXPECT_EQ(percent_text(0.0004), "<0.1 %");
  EXPECT_EQ(percent_text(0.0005), "0.1 %");
  EXPECT_EQ(percent_text(1.0), "100.0 %");
  EXPECT_EQ(parameters_text(406e6), "406M");
  EXPECT_EQ(parameters_text(999.6e6), "1.00B");
  EXPECT_EQ(parameters_text(20.8e9), "20.8B");
  EXPECT_EQ(parameters_text(7.24e9), "7.24B");
  EXPECT_EQ(parameters_text(1e12), "1.00T");
  EXPECT_EQ(parameters_text(12.0), "12");
  EXPECT_EQ(seconds_text(0.123), "0.12 s");
  EXPECT_EQ(seconds_text(12.34), "12.3 s");
  EXPECT_EQ(seconds_text(200.4), "3 min 20 s");
  EXPECT_EQ(seconds_text(7500), "2 h 5 min");
}

TEST(TextGrid, KeepsToTheWidthOfAPage) {
  TextGrid grid({"name", "n"}, 1);
  EXPECT_TRUE(grid.is_empty());
  grid.add({std::string(150, 'x'), "1,000"});
  grid.add({"a\tb\x1B[5A", "1"});
  EXPECT_FALSE(grid.is_empty());
  expect_plain_lines(grid.text());
  EXPECT_THAT(grid.text(), HasSubstr("xxx...  1,000\n"));
  EXPECT_THAT(grid.text(), HasSubstr("a\\x09b\\x1B[5A "));
  EXPECT_THROW(grid.add({"one"}), Error);
  TextGrid numbers(std::vector<std::string>(9, std::string(30, '9')), 1);
  expect_plain_lines(numbers.text());
}

TEST(TextGrid, WrapsAtWords) {
  EXPECT_EQ(wrap_text("aa bb cc", 5), (std::vector<std::string>{"aa bb", "cc"}));
  EXPECT_EQ(wrap_text("aaaaaaaa b", 5), (std::vector<std::string>{"aa...", "b"}));
  EXPECT_EQ(wrap_text("", 5), (std::vector<std::string>{""}));
}

}  // namespace
}  // namespace hubcensus
