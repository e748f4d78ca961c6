#include "host/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <vector>

#include "host/report/summary/number_text.hpp"
#include "host/report/summary/sections.hpp"
#include "host/report/summary/table_reader.hpp"
#include "host/report/summary/text_grid.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

using testing::HasSubstr;
using testing::Not;

Table concentration(const std::string& window) {
  Table table("concentration", "q", "d");
  auto name = table.key("window");
  auto over = table.key("over");
  auto n = table.integer("n");
  auto nonzero = table.integer("nonzero");
  auto total = table.integer("total");
  auto gini = table.wide_ratio("gini");
  auto top = table.ratio("top_0_01_pct");
  auto top_1 = table.ratio("top_1_pct");
  auto top_10 = table.ratio("top_10");
  auto below = table.ratio("below_200");
  for (const char* what : {"accounts", "models"}) {
    name.add(window);
    over.add(what);
    n.add(2126833);
    nonzero.add(1063417);
    total.add(41234567890);
    gini.add(Ratio{976392, 1000000});
    top.add(Ratio{496, 1000});
    top_1.add(Ratio{9, 10});
    top_10.add(Ratio{1, 100000});
    below.add(Ratio{0, 0});
  }
  return table;
}

Table country_share() {
  Table table("country_share", "q", "d");
  auto window = table.key("window");
  auto attribution = table.key("attribution");
  auto country = table.key("country");
  auto models = table.integer("models");
  auto downloads = table.integer("downloads");
  auto share = table.ratio("share");
  auto known = table.ratio("share_known");
  const auto add = [&](const char* in, const char* by, const char* code, uint64_t count) {
    window.add(in);
    attribution.add(by);
    country.add(code);
    models.add(10);
    downloads.add(count);
    share.add(Ratio{count, 1000});
    known.add(std::string_view(code) == "unknown" ? std::nullopt
                                                  : std::optional(Ratio{count, 800}));
  };
  add("2024", "account", "ZZ", 999);
  add("all", "account", "CN", 300);
  add("all", "account", "DE", 20);
  add("all", "account", "FR", 20);
  add("all", "account", "IL", 10);
  add("all", "account", "KR", 5);
  add("all", "account", "US", 410);
  add("all", "account", "international", 35);
  add("all", "account", "unknown", 200);
  add("all", "derived", "JP", 999);
  return table;
}

Table overtakes(int count) {
  Table table("country_share_overtakes", "q", "d");
  auto attribution = table.key("attribution");
  auto measure = table.key("measure");
  auto period = table.key("period");
  auto country = table.key("country");
  auto overtaken = table.text("overtaken");
  auto ahead = table.integer("country_downloads");
  auto behind = table.integer("overtaken_downloads");
  const auto add = [&](const char* by, const std::string& month, const char* a, const char* b) {
    attribution.add(by);
    measure.add("monthly");
    period.add(month);
    country.add(a);
    overtaken.add(b);
    ahead.add(12345);
    behind.add(12344);
  };
  add("derived", "2024-01", "CN", "US");
  add("account", "2024-02", "FR", "DE");
  for (int i = 0; i < count; ++i) {
    add("account", "2025-" + std::to_string(10 + i), i % 2 == 0 ? "CN" : "US",
        i % 2 == 0 ? "US" : "CN");
  }
  return table;
}

Table claims() {
  Table table("claims", "q", "d");
  auto claim = table.key("claim");
  auto statement = table.text("statement");
  auto window = table.text("window");
  auto article = table.text("article");
  auto value = table.text("value");
  auto status = table.text("status");
  const auto add = [&](const char* name, const char* text, const char* in, const char* theirs,
                       const char* ours, const char* how) {
    claim.add(name);
    statement.add(text);
    window.add(in ? std::optional<std::string_view>(in) : std::nullopt);
    article.add(theirs);
    value.add(ours ? std::optional<std::string_view>(ours) : std::nullopt);
    status.add(how);
  };
  add("a", "0.01 % of models draw almost half of the downloads", "all", "0.496",
      "0.33737112345678901", "computed");
  add("b", "The Hub hosts more than two million models", nullptr, "2000000", "2963204", "computed");
  add("c", "China passes the United States in monthly downloads", nullptr, "yes", "2025-05",
      "computed");
  add("d",
      "The median top model of 1-9B has only four times the downloads of that above 100B, and so "
      "on in words without end",
      "all", "4", "3.5", "computed");
  add("e", "x", nullptr, "20800000000", "20812345678.9", "computed");
  for (int i = 0; i < 20; ++i) {
    add("a_claim_that_cannot_be_computed", "y", nullptr, "1", nullptr,
        "not computable: needs --accounts");
  }
  add("g", "z", nullptr, "1", nullptr, "not computable: table growth was not asked for");
  return table;
}

Table growth() {
  Table table("growth", "q", "d");
  auto entity = table.key("entity");
  auto grain = table.key("grain");
  auto period = table.key("period");
  auto complete = table.boolean("complete");
  auto created = table.integer("created");
  auto cumulative = table.integer("cumulative");
  auto created_ratio = table.ratio("created_ratio");
  auto cumulative_ratio = table.ratio("cumulative_ratio");
  const auto add = [&](const char* by, const std::string& name, uint64_t count) {
    entity.add("models");
    grain.add(by);
    period.add(name);
    complete.add(name != "2026");
    created.add(count);
    cumulative.add(count * 2);
    created_ratio.add(Ratio{count, 1000});
    cumulative_ratio.add(std::nullopt);
  };
  add("month", "2024-01", 77777);
  for (int year = 2020; year <= 2026; ++year) add("year", std::to_string(year), 1500);
  add("unknown", "unknown", 4);
  return table;
}

Table kinds() {
  Table table("kind_share", "q", "d");
  auto window = table.key("window");
  auto kind = table.key("kind");
  auto models = table.integer("models");
  auto downloads = table.integer("downloads");
  auto share = table.ratio("share");
  auto known = table.ratio("share_known");
  auto model_share = table.ratio("model_share");
  for (const auto& [name, count] :
       {std::pair{"academia", 0}, {"individual", 39}, {"industry", 61}}) {
    window.add("all");
    kind.add(name);
    models.add(static_cast<uint64_t>(count));
    downloads.add(static_cast<uint64_t>(count));
    share.add(Ratio{static_cast<u128>(count), 100});
    known.add(std::nullopt);
    model_share.add(Ratio{1, 3});
  }
  return table;
}

Table individual() {
  Table table("kind_share_individual", "q", "d");
  table.key("window").add("all");
  table.ratio("lower").add(Ratio{39, 100});
  table.ratio("upper").add(Ratio{45, 100});
  return table;
}

Table sizes() {
  Table table("size_classes", "q", "d");
  auto window = table.key("window");
  auto size = table.key("class");
  auto models = table.integer("models");
  auto downloads = table.integer("downloads");
  auto mean = table.ratio("mean");
  auto median = table.integer("q50");
  auto downloaded = table.integer("downloaded_q50");
  auto top = table.integer("top10_median");
  for (const char* name : {"10-99B", "<1B", ">=100B"}) {
    window.add("all");
    size.add(name);
    models.add(1000);
    downloads.add(2500);
    mean.add(Ratio{2500, 1000});
    median.add(19);
    downloaded.add(std::nullopt);
    top.add(8765432);
  }
  return table;
}

Table trend() {
  Table table("model_size_trend", "q", "d");
  auto window = table.key("window");
  auto grain = table.text("grain");
  auto downloads = table.integer("downloads");
  auto known = table.ratio("known");
  auto mean = table.wide_ratio("mean_parameters");
  auto median = table.integer("median_parameters");
  for (const auto& [name, by] :
       {std::pair{"2023", "year"}, {"2025", "year"}, {"all", "all"}, {"last-12-months", "x"}}) {
    window.add(name);
    grain.add(by);
    downloads.add(5000);
    known.add(Ratio{1, 2});
    mean.add(Ratio{20800000000, 1});
    median.add(406000000);
  }
  return table;
}

RunManifest run() {
  RunManifest manifest;
  manifest.version = "0.1.0";
  manifest.as_of = parse_day("2026-06-05");
  manifest.record_range = RecordRange{*parse_day("2024-05-17"), *parse_day("2026-05-16")};
  manifest.catalog.models = 2126833;
  manifest.catalog.joined = 276;
  manifest.records = {1300000, 1234567, {{"negative downloads", 65433}, {"never", 0}}};
  ManifestInput input;
  input.role = "downloads";
  input.rejected = {{"negative downloads", 65433}};
  manifest.inputs.push_back(input);
  input.role = "accounts";
  input.rejected = {{"bad \x1B[2J\n reason " + std::string(200, 'r'), 7}};
  input.invalid_cells = {{"country", 3}};
  manifest.inputs.push_back(input);
  manifest.hardware.threads_used = 16;
  manifest.path = "cpu";
  manifest.wall_seconds = 2.5;
  manifest.output = "/reports/" + std::string(200, 'x');
  return manifest;
}

std::vector<Table> all_tables() {
  std::vector<Table> tables;
  tables.push_back(concentration("all"));
  tables.push_back(country_share());
  tables.push_back(overtakes(8));
  tables.push_back(kinds());
  tables.push_back(individual());
  tables.push_back(sizes());
  tables.push_back(growth());
  tables.push_back(trend());
  tables.push_back(claims());
  return tables;
}

void expect_plain_lines(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(display_columns(line), 100U) << line;
    EXPECT_EQ(line, terminal_text(line));
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
  EXPECT_TRUE(text.ends_with('\n'));
  EXPECT_THAT(text, Not(HasSubstr("\n\n\n")));
}

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
  EXPECT_THAT(text, HasSubstr("  needs --accounts: a_claim_that_cannot_be_computed, "));
  EXPECT_THAT(text, HasSubstr("  table growth was not asked for: g\n"));
}

TEST(Summary, ATableWithoutItsColumnsIsADefect) {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("concentration", "q", "d");
  table.key("window").add("all");
  table.key("over").add("models");
  EXPECT_THROW(concentration_section(tables), Error);
  EXPECT_THROW(TableReader(tables[0]).integer("over", 0), Error);
}

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
