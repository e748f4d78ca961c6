#include "host/report/table_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>

#include "tests/unit/temporary_folder.hpp"
#include "tests/unit/written_report.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Row = std::pair<const char*, std::optional<uint64_t>>;

std::vector<Table> counts(const std::vector<Row>& rows, const char* column = "count",
                          const char* key = "name") {
  std::vector<Table> tables;
  Table& table = tables.emplace_back("counts", "q?", "d");
  auto names = table.key(key);
  auto values = table.integer(column);
  for (const auto& [name, value] : rows) {
    names.add(name);
    values.add(value);
  }
  return tables;
}

class TableDifferenceTest : public ::testing::Test {
 protected:
  void write(std::vector<Table> before, std::vector<Table> after) {
    reports_.clear();
    for (auto* tables : {&before, &after}) {
      const auto name = "report" + std::to_string(++written_);
      reports_.emplace_back(written_report(scratch_.path() / name, std::move(*tables)));
    }
  }
  // "change key column before after", a line for each cell.
  std::vector<std::string> lines() const {
    const FinishedTable before(reports_[0], *reports_[0].find("counts"));
    const FinishedTable after(reports_[1], *reports_[1].find("counts"));
    std::vector<std::string> lines;
    TableDifference(before, after).for_each_row([&](const RowDifference& row) {
      for (const CellDifference& cell : row.cells) {
        lines.push_back(std::string(change_name(row.change)) + " " + row.key.at(0) + " " +
                        cell.column->name + " " + cell.before.value_or("null") + " " +
                        cell.after.value_or("null"));
      }
      return true;
    });
    return lines;
  }
  std::optional<std::string> first() const { return first_difference(reports_[0], reports_[1]); }

  TemporaryFolder scratch_;
  std::vector<FinishedReport> reports_;
  int written_ = 0;
};

TEST_F(TableDifferenceTest, OfEqualTablesIsEmpty) {
  write(counts({{"a", 1}, {"b", {}}}), counts({{"a", 1}, {"b", {}}}));
  EXPECT_THAT(lines(), IsEmpty());
  EXPECT_EQ(first(), std::nullopt);
  write(counts({}), counts({}));
  EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(TableDifferenceTest, MatchesRowsByKey) {
  write(counts({{"a", 1}, {"b", 2}, {"c", 3}, {"d", {}}}),
        counts({{"0", 9}, {"a", 1}, {"b", 7}, {"d", 0}, {"e", {}}}));
  EXPECT_THAT(lines(),
              ElementsAre("changed b count 2 7", "removed c count 3 null", "changed d count null 0",
                          "added 0 count null 9", "added e count null null"));
  EXPECT_EQ(first(), "counts, name=b: count is '7', not '2'");
}

TEST_F(TableDifferenceTest, MatchesNamesThatACsvShowsAlike) {
  // The writer shows both names as a\x01: the first matches the first, and the second the second.
  write(counts({{"a\x01", 1}, {"a\\x01", 2}}), counts({{"a\x01", 1}, {"a\\x01", 5}}));
  EXPECT_THAT(lines(), ElementsAre("changed a\\x01 count 2 5"));
}

TEST_F(TableDifferenceTest, RowsOfOneKeyAreMatchedInTheTimeOfTheirNumber) {
  constexpr size_t kRows = 300'000;  // looked for one by one they would take minutes
  write(counts({{"a", 1}}), counts({{"a", 1}}));
  std::string csv = "name,count\n";
  for (size_t i = 0; i < kRows; ++i) csv += "a,1\n";
  forge_table(reports_[0].folder(), csv, kRows);
  csv.replace(csv.size() - 2, 1, "7");
  forge_table(reports_[1].folder(), csv, kRows);
  reports_ = {FinishedReport(reports_[0].folder()), FinishedReport(reports_[1].folder())};
  const auto began = std::chrono::steady_clock::now();
  EXPECT_THAT(lines(), ElementsAre("changed a count 1 7"));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
}

TEST_F(TableDifferenceTest, ComparesColumnsByName) {
  write(counts({{"a", 1}}, "old"), counts({{"a", 1}}, "new"));
  EXPECT_THAT(lines(), IsEmpty());
  const FinishedTable before(reports_[0], reports_[0].tables()[0]);
  const FinishedTable after(reports_[1], reports_[1].tables()[0]);
  const TableDifference difference(before, after);
  EXPECT_FALSE(difference.keys_differ());
  EXPECT_TRUE(difference.has_other_columns());
  EXPECT_EQ(difference.columns_removed().at(0).name, "old");
  EXPECT_EQ(difference.columns_added().at(0).name, "new");
  EXPECT_EQ(first(), "counts: its columns differ, or their order or that of rows");
}

TEST_F(TableDifferenceTest, ColumnsThatChangedPlacesAreNotEqualByTheirLines) {
  const auto two = [](const char* first, const char* second) {
    std::vector<Table> tables;
    Table& table = tables.emplace_back("counts", "q?", "d");
    table.key("name").add("a");
    table.integer(first).add(1);
    table.integer(second).add(2);
    return tables;
  };
  write(two("x", "y"), two("y", "x"));
  EXPECT_THAT(lines(), ElementsAre("changed a y 2 1", "changed a x 1 2"));
}

TEST_F(TableDifferenceTest, OfOtherKeysVisitsNoRow) {
  write(counts({{"a", 1}}), counts({{"b", 1}}, "count", "handle"));
  EXPECT_THAT(lines(), IsEmpty());
  EXPECT_EQ(first(), "counts: its key columns differ");
}

TEST_F(TableDifferenceTest, StopsWhenAsked) {
  write(counts({{"a", 1}, {"b", 2}}), counts({{"a", 2}, {"b", 3}}));
  const FinishedTable before(reports_[0], reports_[0].tables()[0]);
  const FinishedTable after(reports_[1], reports_[1].tables()[0]);
  int visits = 0;
  TableDifference(before, after).for_each_row([&](const RowDifference&) { return ++visits < 1; });
  EXPECT_EQ(visits, 1);
}

TEST_F(TableDifferenceTest, FirstDifferenceNamesTablesAndRows) {
  std::vector<Table> none;
  write(counts({}), std::move(none));
  EXPECT_EQ(first(), "counts: the table is missing");
  write({}, counts({}));
  EXPECT_EQ(first(), "counts: the table is not expected");
  write(counts({{"a", 1}}), counts({}));
  EXPECT_EQ(first(), "counts, name=a: the row is missing");
  write(counts({}), counts({{"a", 1}}));
  EXPECT_EQ(first(), "counts, name=a: the row is not expected");
  write(counts({{"a", 1}}), counts({{"a", {}}}));
  EXPECT_EQ(first(), "counts, name=a: count is null, not '1'");
}

}  // namespace
}  // namespace hubcensus
