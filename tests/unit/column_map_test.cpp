#include "host/ingest/column_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "host/ingest/text/quoted_text.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Names = std::vector<std::string>;

const Names kNames = {"model", "Downloads", "downloads_all", "created_at"};

TEST(ColumnMap, FindsByNameAndByFlag) {
  const ColumnMap plain;
  EXPECT_EQ(plain.find("model", kNames), 0U);
  EXPECT_EQ(plain.find("created_at", kNames), 3U);
  EXPECT_EQ(plain.find("downloads", kNames), std::nullopt);
  const ColumnMap renamed(Names{"id=model", "downloads=Downloads", "x=a=b"});
  EXPECT_EQ(renamed.find("id", kNames), 0U);
  EXPECT_EQ(renamed.find("downloads", kNames), 1U);
  EXPECT_EQ(renamed.require("id", kNames, "f.csv"), 0U);
  EXPECT_EQ(renamed.find("x", Names{"b", "a=b"}), 1U);
}

TEST(ColumnMap, AMissingColumnIsNamedWithTheNearest) {
  const auto require = [](const char* wanted) {
    return error_message(ErrorKind::invalid_input,
                         [&] { ColumnMap().require(wanted, kNames, "f.csv"); });
  };
  EXPECT_THAT(require("downloads"),
              AllOf(HasSubstr("f.csv"), HasSubstr("no 'downloads'"),
                    HasSubstr("nearest is 'Downloads'"), HasSubstr("--column downloads=ACTUAL")));
  EXPECT_THAT(require("id"),
              HasSubstr("; it has 'model', 'Downloads', 'downloads_all', 'created_at'; --column"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [] { ColumnMap().require("id", Names(13, "x"), "f.csv"); }),
              HasSubstr("'x', ...; --column"));
  EXPECT_THAT(require("createdAt"), HasSubstr("nearest is 'created_at'"));
  EXPECT_THAT(
      error_message(ErrorKind::invalid_input, [] { ColumnMap().require("id", Names{}, "f.csv"); }),
      HasSubstr("no 'id'; --column id=ACTUAL"));
}

TEST(ColumnMap, AFlagMustNameAColumnOfTheFile) {
  const ColumnMap map(Names{"id=modle"});
  const std::string message =
      error_message(ErrorKind::invalid_input, [&] { map.find("id", kNames, "f.csv"); });
  EXPECT_THAT(message, AllOf(HasSubstr("f.csv"), HasSubstr("--column id='modle'"),
                             HasSubstr("nearest is 'model'")));
  // A file that has the wanted name may be the one that the flag does not speak of; but some file
  // must be the other.
  EXPECT_EQ(map.find("id", Names{"model", "id"}, "f.csv"), 1U);
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { map.check_found(); }),
              HasSubstr("no input has 'modle'"));
  EXPECT_EQ(map.find("id", Names{"id", "modle"}, "g.csv"), 1U);
  map.check_found();
}

TEST(ColumnMap, ANameThatAppearsTwiceIsRefused) {
  const Names names = {"id", "x", "id"};
  EXPECT_THAT(
      error_message(ErrorKind::invalid_input, [&] { ColumnMap().find("id", names, "f.csv"); }),
      AllOf(HasSubstr("f.csv"), HasSubstr("'id' appears more than once")));
  EXPECT_EQ(ColumnMap().find("x", names), 1U);
}

TEST(ColumnMap, FlagsAreChecked) {
  for (const char* flag : {"", "id", "=model", "id=", "="}) {
    EXPECT_THAT(error_message(ErrorKind::usage, [&] { ColumnMap map(Names{flag}); }),
                HasSubstr("WANTED=ACTUAL"));
  }
  EXPECT_THAT(error_message(ErrorKind::usage,
                            [] {
                              ColumnMap map(Names{"id=a", "id=a"});
                            }),
              HasSubstr("'id' is given twice"));
  const ColumnMap map(Names{"id=model", "downloadsAlltime=x"});
  EXPECT_NO_THROW(map.check_wanted(Names{"id", "downloadsAlltime"}));
  EXPECT_THAT(error_message(ErrorKind::usage,
                            [&] {
                              map.check_wanted(Names{"id", "downloadsAllTime"});
                            }),
              AllOf(HasSubstr("'downloadsAlltime'"), HasSubstr("nearest is 'downloadsAllTime'")));
}

TEST(NearestName, IsByDistanceWithoutRegardToCase) {
  const Names names = {"--grain", "--out", "--skip", "--SKIPS"};
  EXPECT_EQ(nearest_name("--skips", names), "--SKIPS");
  EXPECT_EQ(nearest_name("--grian", names), "--grain");
  EXPECT_EQ(nearest_name("--ot", names), "--out");
  EXPECT_EQ(nearest_name("abcx", Names{"abdy", "abc"}), "abc");
  EXPECT_EQ(nearest_name("abc", Names{"ady", "abcx"}), "abcx");
  EXPECT_EQ(nearest_name("ab", Names{"xx", "cd"}), "xx");
  EXPECT_EQ(nearest_name("", Names{"abc", "", "d"}), "");
  EXPECT_EQ(nearest_name("x", Names{}), "");
  EXPECT_EQ(nearest_name("a", Names{std::string(1 << 20, 'b'), "abcdef"}), "abcdef");
}

TEST(QuotedText, ShowsControlCharactersAndCuts) {
  EXPECT_EQ(quoted_text("a b"), "'a b'");
  EXPECT_EQ(quoted_text("\x1b[2J\xc3\xa9\n"), "'\\x1b[2J\\xc3\\xa9\\x0a'");
  EXPECT_EQ(quoted_text(std::string(121, 'x')), "'" + std::string(120, 'x') + "...'");
}

}  // namespace
}  // namespace hubcensus
