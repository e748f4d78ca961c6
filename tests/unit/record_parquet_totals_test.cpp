// The check of `total` in Publisher Analytics as Parquet.

#include <gtest/gtest.h>

#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

const std::string kDate = "2024-05-17";

TEST(RecordParquetTotals, TotalsAreCheckedWithinARowGroup) {
  const TemporaryFolder folder;
  const Integers totals = {14, 17, 18, 5, 7, {}, 9, 10, 10};
  const std::vector<std::optional<double>> doubles = {14, 17, 18, 5, 7, {}, 9, 10, 10};
  const Integers downloads = {4, 3, 0, 5, 2, 1, 1, 1, 0};
  const std::vector<std::shared_ptr<arrow::Array>> names = {
      text_cells({"a/one", "a/one", "a/one", "c/x", "c/x", "c/x", "c/x", "c/x", "c/x"}),
      int64_cells({1, 1, 1, 2, 2, 2, 2, 2, 2})};
  for (const auto& cells : names) {
    for (const auto& of_totals :
         {int64_cells(totals), arrow_cells<arrow::DoubleBuilder>(arrow::float64(), doubles)}) {
      for (const bool dictionary : {true, false}) {
        // By rows of a group: how many are checked and how many of them differ.
        for (const auto& [rows, checked, differing] :
             {std::tuple{100, 5, 1}, std::tuple{2, 2, 0}, std::tuple{1, 0, 0}}) {
          const auto path = write_parquet(folder.file("analytics.parquet"),
                                          {{"repoType", text_cells(Texts(9, "model"))},
                                           {"model_id", cells},
                                           {"total", of_totals},
                                           {"timestamp", text_cells(Texts(9, kDate))},
                                           {"downloads", int64_cells(downloads)}},
                                          {rows, dictionary, 2});
          const FoldedRecords result = fold_file(path);
          EXPECT_EQ(result.counts.totals_checked, checked) << rows;
          EXPECT_EQ(result.counts.totals_differing, differing) << rows;
          EXPECT_EQ(result.counts.counted, 9);
        }
      }
    }
  }
}

TEST(RecordParquetTotals, ATotalThatIsNoNumberIsRefusedByName) {
  const TemporaryFolder folder;
  const auto path =
      write_parquet(folder.file("analytics.parquet"), {{"repoType", text_cells({"model"})},
                                                       {"repoName", text_cells({"a/one"})},
                                                       {"total", text_cells({"7"})},
                                                       {"timestamp", text_cells({kDate})},
                                                       {"downloads", int64_cells({7})}});
  const std::string message =
      error_message(ErrorKind::invalid_input, [&] { open_records(path, ColumnMap{}, {}); });
  EXPECT_NE(message.find("column 'total'"), std::string::npos) << message;
}

}  // namespace
}  // namespace hubcensus
