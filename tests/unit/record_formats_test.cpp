// The same rows in CSV and in Parquet: the same counts by reason, whatever faults a row has.

#include <gtest/gtest.h>

#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

enum class Cells { text, number };

// All values that a column has in turn; none is a null.
struct Column {
  std::string name;
  Texts values;
  Cells cells = Cells::text;
};

const Texts kCounts = {"1", "0", "1.0", "1.5", "-1", "-0.5", "1000000000000000000",
                       "-36893488147419103232", "36893488147419103232.0", {}};
const Texts kDays = {"2024-05-17", "2030-01-01", "1969-12-31", "yesterday", {}};
const Texts kNames = {"a/one", "bad\x01id", {}};
const Texts kTypes = {"model", "dataset", {}};

std::shared_ptr<arrow::Array> cells_of(const Column& column) {
  if (column.cells == Cells::text) return text_cells(column.values);
  std::vector<std::optional<double>> numbers;
  for (const auto& value : column.values) {
    numbers.push_back(value ? std::optional(std::stod(*value)) : std::nullopt);
  }
  return arrow_cells<arrow::DoubleBuilder>(arrow::float64(), numbers);
}

// Each value with each value of the other columns.
std::vector<Column> crossed(const std::vector<Column>& columns) {
  size_t rows = 1;
  for (const Column& column : columns) rows *= column.values.size();
  std::vector<Column> result = columns;
  size_t repeats = 1;
  for (size_t i = 0; i < columns.size(); ++i) {
    const Texts& values = columns[i].values;
    result[i].values.clear();
    for (size_t row = 0; row < rows; ++row) {
      result[i].values.push_back(values[row / repeats % values.size()]);
    }
    repeats *= values.size();
  }
  return result;
}

class RecordFormatsTest : public testing::Test {
 protected:
  std::string write_csv(const std::string& name, const std::vector<Column>& columns) {
    std::string text;
    for (const Column& column : columns) text += (text.empty() ? "" : ",") + column.name;
    for (size_t row = 0; row < columns.front().values.size(); ++row) {
      text += "\n";
      for (size_t i = 0; i < columns.size(); ++i) {
        text += (i == 0 ? "" : ",") + columns[i].values[row].value_or("");
      }
    }
    return folder_.write(name + ".csv", text + "\n");
  }

  std::string write_columns(const std::string& name, const std::vector<Column>& columns) {
    std::vector<NamedColumn> cells;
    for (const Column& column : columns) cells.push_back({column.name, cells_of(column)});
    return write_parquet(folder_.file(name + ".parquet"), cells, {1 << 20, true, 1000});
  }

  // What both formats count.
  RecordCounts expect_same(const std::string& name, const std::vector<Column>& given) {
    const std::vector<Column> columns = crossed(given);
    const ReadOptions options{.range = {kFirstRecordDay, *parse_day("2026-01-01")}};
    const RecordCounts csv = fold_file(write_csv(name, columns), options).counts;
    const RecordCounts parquet = fold_file(write_columns(name, columns), options).counts;
    EXPECT_EQ(csv.read, static_cast<int64_t>(columns.front().values.size())) << name;
    EXPECT_EQ(parquet.read, csv.read) << name;
    EXPECT_EQ(parquet.counted, csv.counted) << name;
    EXPECT_EQ(rejections(parquet), rejections(csv)) << name;
    EXPECT_EQ(parquet.totals_checked, csv.totals_checked) << name;
    EXPECT_EQ(parquet.totals_differing, csv.totals_differing) << name;
    return csv;
  }

  TemporaryFolder folder_;
};

TEST_F(RecordFormatsTest, Daily) {
  const RecordCounts counts = expect_same("daily", {{"downloads", kCounts, Cells::number},
                                                    {"total", {"7", "8", {}}, Cells::number},
                                                    {"timestamp", kDays},
                                                    {"repoName", kNames},
                                                    {"repoType", kTypes}});
  EXPECT_EQ(counts.counted, 3 * 3);
  EXPECT_GT(counts.totals_differing, 0);
  EXPECT_GT(counts.totals_checked, counts.totals_differing);
}

TEST_F(RecordFormatsTest, Requests) {
  for (const Cells of_status : {Cells::text, Cells::number}) {
    Texts statuses = {"200", "200.0", "399.00", "404", "200.5", "-200", {}};
    if (of_status == Cells::text) statuses.insert(statuses.end(), {"ok", " 200", "2e2"});
    const RecordCounts counts = expect_same("requests", {{"timestamp", kDays},
                                                         {"status", statuses, of_status},
                                                         {"method", {"GET", "HEAD", "get", {}}},
                                                         {"repoName", kNames},
                                                         {"repoType", kTypes}});
    EXPECT_EQ(counts.counted, 3 * 2);
  }
}

TEST_F(RecordFormatsTest, Dumps) {
  for (const std::string name : {"dump_2024-05-17", "dump_2030-01-01", "dump_1970-01-01"}) {
    const RecordCounts counts = expect_same(name, {{"_id", {"0a", "bad\x01id", {}}},
                                                   {"id", kNames},
                                                   {"downloadsAllTime", kCounts, Cells::number}});
    EXPECT_EQ(counts.counted, name == "dump_2024-05-17" ? 3 * 3 : 0);
    EXPECT_EQ(rejections(counts).at("null_value"), 9 + 10 - 1);
  }
}

TEST_F(RecordFormatsTest, SnapshotsDoNotNameTheirRepositoriesByIntegers) {
  const std::string words = "not text, as snapshots name their repositories";
  for (const std::string key : {"model_id", "id"}) {
    std::vector<Column> columns = {{key, {"123", "124"}, Cells::number},
                                   {"downloadsAllTime", {"5", "6"}, Cells::number}};
    if (key == "id") columns.push_back({"_id", {"0a", "0b"}});
    for (const std::string& path : {write_csv("dump_2024-01-31", columns),
                                    write_columns("dump_2024-01-31", columns)}) {
      const std::string message =
          error_message(ErrorKind::invalid_input, [&] { open_records(path, ColumnMap{}, {}); });
      EXPECT_NE(message.find("column '" + key + "'"), std::string::npos) << message;
      EXPECT_NE(message.find(words), std::string::npos) << message;
    }
  }
}

}  // namespace
}  // namespace hubcensus
