// The tables of the lists beside the models, by values computed by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/job/read_lists.hpp"
#include "host/statistics/tables.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;

// The cells of a row as texts, "-" for null.
std::string row_text(const Table& table, size_t row, std::initializer_list<const char*> columns) {
  std::string text;
  for (const char* name : columns) {
    const Column& column = table.column(name);
    text += text.empty() ? "" : " ";
    if (!column.valid[row]) {
      text += "-";
    } else if (column.type == ColumnType::text) {
      text += column.texts[row];
    } else if (column.type == ColumnType::boolean) {
      text += column.booleans[row] ? "yes" : "no";
    } else {
      text += std::to_string(column.integers[row]);
    }
  }
  return text;
}

std::vector<std::string> rows_of(const Table& table, std::initializer_list<const char*> columns) {
  std::vector<std::string> rows;
  for (size_t row = 0; row < static_cast<size_t>(table.rows()); ++row) {
    rows.push_back(row_text(table, row, columns));
  }
  return rows;
}

class ListTables : public ::testing::Test {
 protected:
  void add_model(std::string_view account, Day born) {
    catalog_.account.push_back(catalog_.account_number(account, annotations_));
    catalog_.born.push_back(born);
    if (born == kAlwaysBorn) ++catalog_.counts.models_without_created;
    if (born != kAlwaysBorn) ++catalog_.created_by_day[born];
    given_.models = true;
  }
  void give(std::optional<std::string> ReportOptions::*option, bool Given::*is_given,
            const std::string& text) {
    const std::string name = "list" + std::to_string(++files_);
    options_.*option = folder_.write(name, text);
    given_.*is_given = true;
  }
  std::vector<Table> tables(std::vector<Table> (*make)(const Findings&)) {
    const ColumnMap columns;
    const std::function<void()> look = [] {};
    const ListReading reading =
        read_lists(options_, columns, annotations_, catalog_, budget_, look);
    Findings findings;
    findings.catalog = &catalog_;
    findings.lists = &reading.lists;
    findings.annotations = &annotations_;
    findings.given = given_;
    findings.as_of = *parse_day("2024-12-31");
    std::vector<Table> made = make(findings);
    for (Table& table : made) table.sort_by_key();
    return made;
  }

  TemporaryFolder folder_;
  int files_ = 0;
  ReportOptions options_;
  AccountAnnotations annotations_;
  Catalog catalog_;
  Given given_;
  MemoryBudget budget_{1 << 30};
};

TEST_F(ListTables, ListsAreChargedWhileTheyGrow) {
  std::string datasets;
  for (int i = 0; i < 1 << 14; ++i) datasets += R"({"id":"a/)" + std::to_string(i) + "\"}\n";
  give(&ReportOptions::datasets, &Given::datasets, datasets);
  MemoryBudget small(100'000);
  const auto read = [&] { read_lists(options_, {}, annotations_, catalog_, small, [] {}); };
  EXPECT_THAT(error_message(ErrorKind::limit, read),
              testing::HasSubstr("memory limit reached by the lists beside the models"));
  read_lists(options_, {}, annotations_, catalog_, budget_, [] {});
  EXPECT_EQ(budget_.held_bytes(), 0);
}

TEST_F(ListTables, AccountsGrowByTheirFirstDay) {
  add_model("acme", *parse_day("2023-05-01"));
  add_model("acme", kAlwaysBorn);
  add_model("late", kAlwaysBorn);
  add_model("undated", kAlwaysBorn);
  give(&ReportOptions::datasets, &Given::datasets,
       R"({"id":"acme/d","createdAt":"2022-04-01T00:00:00Z"})"
       "\n"
       R"({"id":"late/d","createdAt":"2024-02-01T00:00:00Z"})"
       "\n"
       R"({"id":"beyond/d","createdAt":"2025-02-01T00:00:00Z"})");
  const auto made = tables(growth);
  std::vector<std::string> years;
  for (const std::string& row :
       rows_of(made[0], {"entity", "period", "created", "cumulative", "cumulative_ratio_den"})) {
    if (row.find("-0") == std::string::npos && row.find("-1") == std::string::npos) {
      years.push_back(row);
    }
  }
  EXPECT_THAT(years, ElementsAre("accounts unknown 1 - -", "accounts 2022 1 1 -",
                                 "accounts 2023 0 1 1", "accounts 2024 1 2 1",
                                 "datasets unknown 0 - -", "datasets 2022 1 1 -",
                                 "datasets 2023 0 1 1", "datasets 2024 1 2 1",
                                 "models unknown 3 - -", "models 2023 1 1 -",
                                 "models 2024 0 1 1"));
  EXPECT_NE(made[0].definition().find("models, datasets."), std::string::npos);
}

TEST_F(ListTables, ADatasetCountsInEachOfItsTasks) {
  give(&ReportOptions::datasets, &Given::datasets, R"([
{"id":"a/1","createdAt":"2024-01-01","tags":["task_categories:b","task_categories:c"]},
{"id":"a/2","createdAt":"2024-01-01","tags":["task_categories:a"]},
{"id":"a/3","createdAt":"2024-01-01","tags":["task_categories:c","task_categories:unknown"]},
{"id":"a/4","createdAt":"2024-01-01","tags":["task_categories:unknown"]},
{"id":"a/5","createdAt":"2025-01-01","tags":["task_categories:a"]},
{"id":"a/6","tags":["task_categories:a"]}])");
  EXPECT_THAT(rows_of(tables(dataset_tasks)[0],
                      {"year", "task", "datasets", "rank", "share_num", "share_den"}),
              ElementsAre("2024 a 1 2 1 3", "2024 b 1 3 1 3", "2024 c 2 1 2 3",
                          "2024 unknown 1 - - -", "unknown a 1 - 1 1", "unknown unknown 0 - - -"));
}

TEST_F(ListTables, PapersLinkDistinctModels) {
  annotations_["acme"] = {AccountKind::industry, "US", "", {}};
  annotations_["uni"] = {AccountKind::academia, "US", "", {}};
  give(&ReportOptions::papers, &Given::papers, R"([
{"paper":{"id":"1","upvotes":3,"organization":{"name":"acme"},"linkedModels":[{"id":"m"}]}},
{"paper":{"id":"2","upvotes":4,"organization":{"name":"acme"},
          "linkedModels":[{"id":"m"},{"id":"n"}]}},
{"paper":{"id":"3","upvotes":7,"organization":{"name":"uni"},"linkedModels":[{"id":"n"}]}},
{"paper":{"id":"4","upvotes":2}},{"paper":{"id":"5","upvotes":0,"organization":{"name":"bob"}}}])");
  const auto made = tables(papers);
  EXPECT_THAT(rows_of(made[0], {"organization", "kind", "rank", "papers", "upvotes", "models",
                                "upvote_share_den"}),
              ElementsAre("acme industry 1 2 7 2 16", "bob unknown 3 1 0 0 16",
                          "uni academia 2 1 7 1 16", "unknown unknown - 1 2 0 16"));
  EXPECT_THAT(rows_of(made[1], {"country", "organizations", "papers", "upvotes",
                                "upvote_share_known_den", "models"}),
              ElementsAre("US 2 3 14 14 2", "unknown 1 2 2 - 0"));
}

TEST_F(ListTables, TheFirstWayThatFindsAnAccountDecides) {
  annotations_["uni"].verified = true;
  add_model("nvidia", 19'000);
  add_model("squatter", 19'000);
  give(&ReportOptions::organizations, &Given::organizations, R"([
{"name":"google","isVerified":true},{"name":"abc","isVerified":true},
{"name":"uni","fullname":"The University Inc."},{"name":"b-olt"},{"name":"bo.lt"},
{"name":"acme"},{"user":"ann","type":"user"}])");
  give(&ReportOptions::companies, &Given::companies,
       "company,website\nAlphabet,abc.xyz\nNVIDIA,\nIBM,acme.com\nNone,www.university.edu\n"
       "Bolt Inc,bolts.com\nSquatter,squatter.com\nAnn,ann.com\n");
  const auto made = tables(verified_companies);
  EXPECT_THAT(rows_of(made[0], {"company", "matched_by", "accounts", "verified", "models",
                                "datasets"}),
              ElementsAre("Alphabet alias google yes 0 -", "Ann - - no 0 -",
                          "Bolt Inc handle b-olt, bo.lt no 0 -", "IBM website acme no 0 -",
                          "NVIDIA alias nvidia no 1 -", "None website uni yes 0 -",
                          "Squatter - - no 0 -"));
  EXPECT_THAT(rows_of(made[1], {"status", "companies", "share_den"}),
              ElementsAre("all 7 7", "matched 5 7", "matched by alias 2 7",
                          "matched by handle 1 7", "matched by website 2 7", "unmatched 2 7",
                          "verified 2 7"));
}

}  // namespace
}  // namespace hubcensus
