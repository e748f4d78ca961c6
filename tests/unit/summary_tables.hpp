// Small tables of the report with the columns that the summary reads, and the manifest of a run.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus::summary_tables {

inline Table concentration(const std::string& window) {
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

inline Table country_share() {
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

inline Table country_known() {
  Table table("country_share_known", "q", "d");
  auto window = table.key("window");
  auto attribution = table.key("attribution");
  auto known = table.ratio("known");
  for (const auto& [name, count] : {std::pair{"account", 682}, {"derived", 705}}) {
    window.add("all");
    attribution.add(name);
    known.add(Ratio{static_cast<u128>(count), 1000});
  }
  return table;
}

inline Table kind_known() {
  Table table("kind_share_known", "q", "d");
  table.key("window").add("all");
  table.ratio("known").add(Ratio{71, 100});
  return table;
}

inline Table overtakes(int count) {
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

inline Table claims() {
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
  add("f", "China takes 41 % of the downloads of 2025", "2025 (incomplete)", "0.41", "0.5",
      "computed");
  for (int i = 0; i < 20; ++i) {
    add("a_claim_that_cannot_be_computed", "y", nullptr, "1", nullptr,
        "not computable: needs --accounts");
  }
  add("g", "z", nullptr, "1", nullptr, "not computable: table growth was not asked for");
  return table;
}

inline Table growth() {
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

inline Table kinds() {
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

inline Table individual() {
  Table table("kind_share_individual", "q", "d");
  table.key("window").add("all");
  table.ratio("lower").add(Ratio{39, 100});
  table.ratio("upper").add(Ratio{45, 100});
  return table;
}

inline Table sizes() {
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

inline Table trend() {
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

inline RunManifest run() {
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

inline std::vector<Table> all_tables() {
  std::vector<Table> tables;
  tables.push_back(concentration("all"));
  tables.push_back(country_share());
  tables.push_back(country_known());
  tables.push_back(overtakes(8));
  tables.push_back(kinds());
  tables.push_back(kind_known());
  tables.push_back(individual());
  tables.push_back(sizes());
  tables.push_back(growth());
  tables.push_back(trend());
  tables.push_back(claims());
  return tables;
}

// Every line is at most 100 columns of text that is safe on a terminal.
inline void expect_plain_lines(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(display_columns(line), 100U) << line;
    EXPECT_EQ(line, terminal_text(line));
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
  EXPECT_TRUE(text.ends_with('\n'));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("\n\n\n")));
}

}  // namespace hubcensus::summary_tables
