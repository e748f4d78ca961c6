#include "host/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <vector>

#include "host/report/summary/sections.hpp"
#include "host/report/summary/table_reader.hpp"
#include "kernels/error.hpp"
#include "tests/unit/summary_tables.hpp"

namespace hubcensus {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace summary_tables;

TEST(Summary, ReadsWellInAHundredColumns) {
  const std::string text = summary(all_tables(), run());
  expect_plain_lines(text);
  if (std::getenv("HUBCENSUS_PRINT_SUMMARY") != nullptr) std::cout << text;
  for (const char* words :
       {"hubcensus 0.1.0, as of 2026-06-05\n", "2,126,833 models and 276 known from records alone.",
        "41,234,567,890 downloads in the window all (2024-05-17 to 2026-05-16).",
        "1,234,567 records counted of 1,300,000 read", "Concentration", "Downloads by the account",
        "Downloads by kind", "Downloads per model by size", "Growth", "Size of downloaded models",
        "The article's claims", "Rejected rows", "Invalid cells", "Report: /reports/xxx",
        "Time: 2.50 s on 16 threads, path cpu; 1,300,000 records, 520,000 a second."}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
}

TEST(Summary, OfNothingSaysOnlyWhatIsKnown) {
  RunManifest manifest;
  manifest.version = "0.1.0";
  EXPECT_EQ(summary({}, manifest), "hubcensus 0.1.0\n0 models.\n");
}

TEST(Summary, RowsAreCountedOnceAndZerosAreNotMentioned) {
  const std::string text = summary({}, run());
  expect_plain_lines(text);
  EXPECT_THAT(text, HasSubstr("downloads  65,433\n"));
  EXPECT_THAT(text, Not(HasSubstr("never")));
  EXPECT_THAT(text, HasSubstr("bad \\x1B[2J\\x0A reason"));
  EXPECT_THAT(text, HasSubstr("country  accounts      3\n"));
}

TEST(Summary, TakesTheBestWindowThereIs) {
  std::vector<Table> tables;
  tables.push_back(concentration("lifetime"));
  EXPECT_EQ(summary_window(tables[0]), "lifetime");
  EXPECT_THAT(
      summary(tables, {}),
      HasSubstr("41,234,567,890 downloads in the window lifetime (the dump's own counters)"));
  EXPECT_THAT(concentration_section(tables), HasSubstr("(window lifetime)"));
  EXPECT_EQ(summary_window(concentration("last-30-days")), "last-30-days");
  EXPECT_EQ(summary_window(concentration("all")), "all");
  tables.clear();
  tables.push_back(concentration("2024"));
  EXPECT_EQ(concentration_section(tables), "");
}

TEST(Summary, Concentration) {
  std::vector<Table> tables;
  tables.push_back(concentration("all"));
  EXPECT_THAT(
      concentration_section(tables),
      HasSubstr("  over              n    Gini  top 0.01 %  top 1 %  top 10  below 200    none\n"
                "  models    2,126,833  0.9764      49.6 %   90.0 %  <0.1 %          -  50.0 %\n"
                "  accounts  2,126,833 "));
}

TEST(Summary, CountriesAreTheFirstFiveKnownOfTheAccount) {
  std::vector<Table> tables;
  tables.push_back(country_share());
  EXPECT_THAT(country_section(tables),
              HasSubstr("  country  models  downloads   share  share of known\n"
                        "  US           10        410  41.0 %          51.2 %\n"
                        "  CN           10        300  30.0 %          37.5 %\n"
                        "  DE           10         20   2.0 %           2.5 %\n"
                        "  FR           10         20   2.0 %           2.5 %\n"
                        "  IL           10         10   1.0 %           1.2 %\n"
                        "  unknown      10        200  20.0 %               -\n"));
  tables.push_back(overtakes(1));
  EXPECT_THAT(country_section(tables),
              HasSubstr("\n  2025-10: CN passes US in monthly downloads, 12,345 to 12,344\n"));
  tables.back() = overtakes(8);
  EXPECT_THAT(country_section(tables), HasSubstr("2025-15: US passes CN"));
  EXPECT_THAT(country_section(tables), HasSubstr("\n  and 2 more between these two"));
  EXPECT_THAT(country_section(tables), Not(HasSubstr("FR passes")));
  EXPECT_THAT(country_section(tables), Not(HasSubstr("2024-01")));
}

TEST(Summary, TellsForHowMuchCountryAndKindAreKnown) {
  const std::vector<Table> tables = all_tables();
  EXPECT_THAT(country_section(tables),
              HasSubstr("\n  Known country: 68.2 % of downloads (account), 70.5 % of downloads "
                        "(derived)\n"));
  EXPECT_THAT(kind_section(tables), HasSubstr("\n  Known kind: 71.0 % of downloads\n"));
  std::vector<Table> without;
  without.push_back(country_share());
  EXPECT_THAT(country_section(without), Not(HasSubstr("Known country")));
}

TEST(Summary, KindsSizesGrowthAndTrend) {
  const std::vector<Table> tables = all_tables();
  EXPECT_THAT(kind_section(tables), HasSubstr("industry        61         61  61.0 %"));
  EXPECT_THAT(kind_section(tables), Not(HasSubstr("academia")));
  EXPECT_THAT(kind_section(tables),
              HasSubstr("between 39.0 % (annotated) and 45.0 % (with unknown"));
  EXPECT_THAT(size_section(tables), HasSubstr("  <1B          1,000      2,500   2.5      19       "
                                              "           -      8,765,432\n  10-99B "));
  const std::string years = growth_section(tables);
  EXPECT_THAT(years,
              HasSubstr("  2022    1,500          1.50 x   3,000               -         yes\n"));
  EXPECT_THAT(years,
              HasSubstr("  2026    1,500          1.50 x   3,000               -          no\n"));
  EXPECT_THAT(years, Not(HasSubstr("2021")));
  EXPECT_THAT(years, Not(HasSubstr("77,777")));
  EXPECT_THAT(years, HasSubstr("  4 without a creation date\n"));
  EXPECT_THAT(size_trend_section(tables),
              HasSubstr("  2025        5,000  20.8B    406M          50.0 %\n"));
  EXPECT_THAT(size_trend_section(tables), Not(HasSubstr("last-12-months")));
}

TEST(Summary, ClaimsStandBesideTheArticleAndSayWhyNot) {
  std::vector<Table> tables;
  tables.push_back(claims());
  const std::string text = claims_section(tables);
  expect_plain_lines(text);
  EXPECT_THAT(text, testing::ContainsRegex("half of the downloads +0.496 +0.3374  all\n"));
  EXPECT_THAT(text, testing::ContainsRegex("two million models +2,000,000 +2,963,204\n"));
  EXPECT_THAT(text, testing::ContainsRegex("monthly downloads +yes +2025-05\n"));
  EXPECT_THAT(text, testing::ContainsRegex("20,800,000,000 +20,812,345,679\n"));
  EXPECT_THAT(text, testing::ContainsRegex("of 2025 +0.41 +0.5  2025\n {87}\\(incomplete\\)\n"));
  EXPECT_THAT(text, HasSubstr("  needs --accounts: a_claim_that_cannot_be_computed, "));
  EXPECT_THAT(text, HasSubstr("  table growth was not asked for: g\n"));
}

TEST(Summary, LongNamesOfAClaimStandBelowItWhole) {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("claims", "q", "d");
  table.key("claim").add("most_liked");
  table.text("statement").add("The most liked model");
  table.text("window").add("2025");
  table.text("article").add("deepseek-ai/DeepSeek-R1");
  table.text("value").add("black-forest-labs/" + std::string(96, 'x'));
  table.text("status").add("computed");
  const std::string text = claims_section(tables);
  expect_plain_lines(text);
  EXPECT_THAT(text, testing::ContainsRegex("The most liked model +\\(below\\) +\\(below\\)  2025\n"
                                           "      article: deepseek-ai/DeepSeek-R1\n"
                                           "      here: black-forest-labs/x+"));
}

TEST(Summary, ATableWithoutItsColumnsIsADefect) {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("concentration", "q", "d");
  table.key("window").add("all");
  table.key("over").add("models");
  EXPECT_THROW(concentration_section(tables), Error);
  EXPECT_THROW(TableReader(tables[0]).integer("over", 0), Error);
}

}  // namespace
}  // namespace hubcensus
