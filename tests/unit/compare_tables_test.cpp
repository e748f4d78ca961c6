#include "host/report/compare_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/error_message.hpp"
#include "tests/unit/finished_report.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Two keys, and a text and a number of each row.
Table table_of(const std::string& name, uint64_t changed = 7, int rows = 3) {
  Table table(name, "q", "d");
  auto window = table.key("window");
  auto rank = table.key_integer("rank");
  auto text = table.text("text");
  auto models = table.integer("models");
  for (int row = 0; row < rows; ++row) {
    window.add("2024, all");
    rank.add(static_cast<uint64_t>(row));
    text.add("same");
    models.add(row == 1 ? changed : 7);
  }
  return table;
}

class CompareTables : public testing::Test {
 protected:
  template <typename... Tables>
  FinishedReport report(const std::string& name, Tables... tables) {
    std::vector<Table> list;
    (list.push_back(std::move(tables)), ...);
    return write_finished(scratch_.path() / name, list);
  }

  static void expect(const std::optional<TableDifference>& difference, const TableDifference& is) {
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->table, is.table);
    EXPECT_EQ(difference->key, is.key);
    EXPECT_EQ(difference->column, is.column);
    EXPECT_EQ(difference->left, is.left);
    EXPECT_EQ(difference->right, is.right);
  }

  const TemporaryFolder scratch_;
};

TEST_F(CompareTables, OfEqualDigestsNothingDiffers) {
  const auto left = report("left", table_of("a"), table_of("b"));
  EXPECT_FALSE(first_difference(left, report("right", table_of("b"), table_of("a"))));
  EXPECT_FALSE(first_difference(left, left));
}

TEST_F(CompareTables, TheFirstCellIsNamedByTableKeyAndColumn) {
  const auto left = report("left", table_of("a"), table_of("b"), table_of("c"));
  const auto right = report("right", table_of("a"), table_of("b", 8), table_of("c", 9));
  const auto difference = first_difference(left, right);
  expect(difference, {"b", "2024, all / 1", "models", "7", "8"});
  EXPECT_EQ(to_text(*difference), "table 'b', row '2024, all / 1', column 'models': '7' and '8'");
}

TEST_F(CompareTables, ARowThatOneLacksIsNamed) {
  const auto left = report("left", table_of("a"));
  const auto right = report("right", table_of("a", 7, 2));
  expect(first_difference(left, right), {"a", "2024, all / 2", "window", "a row", "no row"});
  expect(first_difference(right, left), {"a", "2024, all / 2", "window", "no row", "a row"});
}

TEST_F(CompareTables, ATableThatOneLacksIsNamed) {
  const auto left = report("left", table_of("a"), table_of("b"));
  const auto right = report("right", table_of("a"));
  expect(first_difference(left, right), {"b", "", "", "written", "not written"});
  expect(first_difference(right, left), {"b", "", "", "not written", "written"});
}

TEST_F(CompareTables, OtherColumnsAreTold) {
  Table other("a", "q", "d");
  other.key("window").add("all");
  expect(first_difference(report("left", table_of("a")), report("right", std::move(other))),
         {"a", "", "", "window / rank / text / models", "window"});
}

TEST_F(CompareTables, WithoutCsvsOrCellsTheDigestsAreTold) {
  const auto left = report("left", table_of("a"));
  auto right = report("right", table_of("a", 8));
  fs::remove(right.folder / "tables" / "a.csv");
  const std::string digests[] = {"digest " + left.manifest.tables[0].digest,
                                 "digest " + right.manifest.tables[0].digest};
  expect(first_difference(left, right), {"a", "", "", digests[0], digests[1]});
  EXPECT_EQ(to_text(*first_difference(left, right)),
            "table 'a': '" + digests[0] + "' and '" + digests[1] + "'");
  // A null and an empty text are the same to whoever reads cells.
  fs::copy(left.folder / "tables" / "a.csv", right.folder / "tables" / "a.csv");
  expect(first_difference(left, right), {"a", "", "", digests[0], digests[1]});
}

TEST_F(CompareTables, BrokenFilesAreErrors) {
  const auto left = report("left", table_of("a"));
  auto right = report("right", table_of("a", 8));
  scratch_.write("right/tables/a.csv", "window,rank,text,models\n\"2024, all\",0,same\n");
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { first_difference(left, right); }),
              HasSubstr("right/tables/a.csv': line 2 is broken"));
  auto leading_out = left;
  leading_out.manifest.tables[0] = {"../a", 3, 2, "x"};
  right.manifest.tables[0] = {"../a", 3, 2, "y"};
  EXPECT_THAT(
      error_message(ErrorKind::invalid_input, [&] { first_difference(leading_out, right); }),
      HasSubstr("'../a' is no name of a table"));
}

}  // namespace
}  // namespace hubcensus
