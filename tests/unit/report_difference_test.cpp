#include "host/report/report_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/temporary_folder.hpp"
#include "tests/unit/written_report.hpp"

namespace hubcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Country {
  const char* window;
  const char* name;
  uint64_t downloads;
};

Table countries(const std::vector<Country>& rows, const char* definition = "d") {
  Table table("countries", "q?", definition);
  auto window = table.key("window");
  auto country = table.key("country");
  auto records = table.integer("records");
  auto downloads = table.wide("downloads");
  auto share = table.ratio("share");
  for (const Country& row : rows) {
    window.add(row.window);
    country.add(row.name);
    records.add(row.downloads / 10);
    downloads.add(row.downloads);
    share.add(Ratio{row.downloads, 1000});
  }
  return table;
}

Table claims(const char* value) {
  Table table("claims", "q?", "d");
  table.key("claim").add("gini");
  for (const char* column : {"statement", "table", "window", "article"}) table.text(column).add("");
  table.text("value").add(value);
  for (const char* column : {"definition", "status"}) table.text(column).add("");
  return table;
}

class ReportDifferenceTest : public ::testing::Test {
 protected:
  ReportDifferenceTest() {
    std::vector<Table> before;
    before.push_back(countries({{"2024-01", "US", 10},
                                {"all", "CN", 100},
                                {"all", "FR", 1},
                                {"all", "GB", 7},
                                {"all", "US", 200}}));
    before.push_back(claims("0.5"));
    before.emplace_back("old", "q?", "d").key("k").add("a");
    std::vector<Table> after;
    after.push_back(countries({{"2024-01", "US", 900},
                               {"all", "CN", 150},
                               {"all", "FR", 3},
                               {"all", "\x1b[2JX", 5},
                               {"all", "US", 200}},
                              "Counts <b> otherwise."));
    after.push_back(claims("0.75"));
    after.emplace_back("new", "q?", "d").key("k").add("a");
    before_ = written_report(scratch_.path() / "before", std::move(before));
    after_ = written_report(scratch_.path() / "after", std::move(after));
  }
  std::string text(size_t limit, const std::function<bool(std::string_view)>& is_wanted) const {
    const FinishedReport a(before_);
    const FinishedReport b(after_);
    std::string text;
    print_text({a, b, is_wanted}, limit, [&](std::string_view part) { text += part; });
    return text;
  }
  static bool all(std::string_view) { return true; }

  TemporaryFolder scratch_;
  std::filesystem::path before_, after_;
};

TEST_F(ReportDifferenceTest, TextBeginsWithWhatMattersMost) {
  const std::string told = text(4, all);
  EXPECT_THAT(told, HasSubstr("Tables removed: old\nTables added: new\n0 of 2 tables"));
  EXPECT_THAT(told, HasSubstr(R"(
claims: 1 of 1 rows changed, 0 removed, 0 added
  claim=gini
    value  0.5 -> 0.75  +0.25 (+50 %)

countries: 3 of 5 rows changed, 1 removed, 1 added
  the definition was
    d
  the definition is
    Counts <b> otherwise.
  window=all, country=CN
    downloads  100 -> 150  +50 (+50 %)
    share  0.1 -> 0.15  +0.05 (+50 %)
    records  10 -> 15  +5 (+50 %)
  removed  window=all, country=GB
  added  window=all, country='\x1B[2JX
  window=all, country=FR
    downloads  1 -> 3  +2 (+200 %)
    share  0.001 -> 0.003  +0.002 (+200 %)
  and 1 more rows (--limit)
)"));
  EXPECT_THAT(text(0, all), HasSubstr("otherwise.\n  and 5 more rows (--limit)\n"));
  EXPECT_THAT(text(5, all), Not(HasSubstr("more rows")));
}

TEST_F(ReportDifferenceTest, OnlyWhatIsWantedIsCompared) {
  const auto is_claims = [](std::string_view table) { return table == "claims"; };
  EXPECT_THAT(text(9, is_claims), Not(HasSubstr("countries")));
  EXPECT_THAT(text(9, is_claims), HasSubstr("0 of 1 tables"));
  EXPECT_THAT(text(9, is_claims), Not(HasSubstr("removed:")));
  const FinishedReport a(before_);
  const FinishedReport b(after_);
  EXPECT_TRUE(ReportDifference(a, b, is_claims).differs());
  EXPECT_FALSE(ReportDifference(a, a, all).differs());
  const auto is_old = [](std::string_view table) { return table == "old"; };
  EXPECT_TRUE(ReportDifference(a, b, is_old).differs());
  EXPECT_TRUE(ReportDifference(b, a, is_old).differs());
}

TEST_F(ReportDifferenceTest, JsonHasEveryCell) {
  const FinishedReport a(before_);
  const FinishedReport b(after_);
  std::string text;
  print_json({a, b, all}, [&](std::string_view part) { text += part; });
  EXPECT_EQ(text.find_first_of("<>\x1b"), std::string::npos);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["before"]["version"], "1.2.3");
  EXPECT_TRUE(json["differs"]);
  EXPECT_EQ(json["tables_removed"], nlohmann::json({"old"}));
  EXPECT_EQ(json["tables_added"], nlohmann::json({"new"}));
  EXPECT_EQ(json["tables"][0]["name"], "claims");
  EXPECT_TRUE(json["tables"][0]["definition_differs"].is_null());
  const auto& countries = json["tables"][1];
  EXPECT_EQ(countries["definition_differs"]["after"], "Counts <b> otherwise.");
  EXPECT_EQ(countries["rows_before"], 5);
  EXPECT_EQ(countries["rows"].size(), 5U);
  EXPECT_EQ(countries["rows"][0], nlohmann::json::parse(R"(
    {"change": "changed", "key": {"window": "2024-01", "country": "US"}, "cells": [
      {"column": "records", "before": 1, "after": 90, "change": 89, "relative": 89.0},
      {"column": "downloads", "before": "10", "after": "900", "change": "890", "relative": 89.0},
      {"column": "share_num", "before": 10, "after": 900, "change": 890, "relative": 89.0},
      {"column": "share", "before": 0.01, "after": 0.9, "change": 0.89, "relative": 89.0}]})"));
  EXPECT_EQ(countries["rows"][3]["change"], "removed");
  EXPECT_EQ(countries["rows"][4]["change"], "added");
  EXPECT_EQ(countries["rows"][4]["cells"].size(), 5U);
}

TEST_F(ReportDifferenceTest, JsonTakesNothingOfACellThatIsNoNumber) {
  const auto one = [&](const char* name) {
    std::vector<Table> tables;
    Table& table = tables.emplace_back("counts", "q?", "d");
    table.key("name").add("a");
    table.integer("count").add(1);
    return written_report(scratch_.path() / name, std::move(tables));
  };
  const FinishedReport before(one("honest"));
  const std::filesystem::path forged = one("forged");
  for (const char* cell : {R"("""<script>""")", R"("[""x"",{}]")", "1e999", "nan", "[[", "2"}) {
    forge_table(forged, std::string("name,count\na,") + cell + "\n", 1);
    const FinishedReport after(forged);
    std::string text;
    print_json({before, after, all}, [&](std::string_view part) { text += part; });
    EXPECT_EQ(text.find("<script"), std::string::npos);
    const auto json = nlohmann::json::parse(text);
    const auto& value = json["tables"][0]["rows"][0]["cells"][0]["after"];
    EXPECT_TRUE(std::string_view(cell) == "2" ? value == 2 : value.is_string()) << value;
  }
}

}  // namespace
}  // namespace hubcensus
