#include "host/cli/toml_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error_message.hpp"

namespace hubcensus {
namespace {

using Texts = std::vector<std::string>;

std::string refusal(const std::string& text) {
  return error_message(ErrorKind::usage, [&] { parse_toml(text, "settings.toml"); });
}

TEST(TomlFile, ReadsSectionsScalarsAndLists) {
  const auto entries = parse_toml(
      "# settings\r\n"
      "quiet = true # all\n"
      "[report]\n"
      "models = \"a \\\"b\\\"\\t\\u00e9\\U0001F600\"\n"
      "'out' = 'C:\\x'\n"
      "from = 2025-12-31\n"
      "threads = 1_000\n"
      "only = [ \"a\", # first\n"
      "  'b',\n"
      "\n"
      "  3 ]\n"
      "skip = []",
      "settings.toml");
  ASSERT_EQ(entries.size(), 7U);
  EXPECT_EQ(entries[0].section, "");
  EXPECT_TRUE(entries[0].is_boolean);
  EXPECT_EQ(entries[1].section, "report");
  EXPECT_EQ(entries[1].values, Texts{"a \"b\"\t\u00e9\U0001F600"});
  EXPECT_EQ(entries[1].line, 4);
  EXPECT_EQ(entries[2].key, "out");
  EXPECT_EQ(entries[2].values, Texts{"C:\\x"});
  EXPECT_EQ(entries[3].values, Texts{"2025-12-31"});
  EXPECT_EQ(entries[4].values, Texts{"1000"});
  EXPECT_FALSE(entries[4].is_list);
  EXPECT_TRUE(entries[5].is_list);
  EXPECT_EQ(entries[5].values, (Texts{"a", "b", "3"}));
  EXPECT_EQ(entries[6].values, Texts{});
  EXPECT_EQ(entries[6].line, 12);
}

TEST(TomlFile, RefusesWhatItDoesNotRead) {
  EXPECT_THAT(refusal("a = 1\nb"), testing::HasSubstr("line 2: '=' is wanted"));
  EXPECT_THAT(refusal("a = 1\na = 2"), testing::HasSubstr("line 2: the key 'a' is there twice"));
  EXPECT_THAT(refusal("[r]\n[r]"), testing::HasSubstr("line 2: the section is there twice"));
  EXPECT_THAT(refusal("[[r]]"), testing::HasSubstr("lists of sections"));
  EXPECT_THAT(refusal("[r"), testing::HasSubstr("ends early"));
  EXPECT_THAT(refusal("a = few"), testing::HasSubstr("texts stand in quotes"));
  EXPECT_THAT(refusal("a = 1 2"), testing::HasSubstr("more than one value"));
  EXPECT_THAT(refusal("a = \"\"\"x\"\"\""), testing::HasSubstr("several lines"));
  EXPECT_THAT(refusal("a = 'x\n'"), testing::HasSubstr("does not end"));
  EXPECT_THAT(refusal("a = [1, 2"), testing::HasSubstr("ends early"));
  EXPECT_THAT(refusal("a = [1 2]"), testing::HasSubstr("',' or ']'"));
  EXPECT_THAT(refusal("a = {b = 1}"), testing::HasSubstr("a value is wanted"));
  EXPECT_THAT(refusal("a = \"\\ud800\""), testing::HasSubstr("no character"));
  EXPECT_THAT(refusal("a = \"\\x\""), testing::HasSubstr("unknown escape"));
  EXPECT_THAT(refusal("= 1"), testing::HasSubstr("a key is wanted"));
}

TEST(TomlFile, WritesWhatItReads) {
  const std::string text = "a \"b\" \\ \t\n\x1b \x7f \u00e9";
  const auto entries = parse_toml("key = " + toml_string(text), "settings.toml");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries.front().values, Texts{text});
  EXPECT_EQ(toml_string("\x1b"), "\"\\u001B\"");
}

}  // namespace
}  // namespace hubcensus
