// Every kind of download records in Parquet.

#include <arrow/array/util.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Downloads = std::map<IdAndDay, uint64_t>;
using Reasons = std::map<std::string, int64_t>;

constexpr int64_t kDay = 19'860;  // 2024-05-17
constexpr int64_t kNanosecondsPerDay = 86'400'000'000'000;
const std::string kDate = "2024-05-17";

std::shared_ptr<arrow::Array> double_cells(const std::vector<std::optional<double>>& cells) {
  return arrow_cells<arrow::DoubleBuilder>(arrow::float64(), cells);
}

class RecordParquetKindsTest : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::vector<NamedColumn>& columns,
                    const ParquetShape& shape = {}) {
    return write_parquet(folder_.file(name), columns, shape);
  }

  // Requests of "a/one" on kDate but for the columns given.
  std::string write_requests(size_t rows, const std::vector<NamedColumn>& others,
                             const ParquetShape& shape = {}) {
    std::map<std::string, std::shared_ptr<arrow::Array>> columns = {
        {"timestamp", text_cells(Texts(rows, kDate + "T10:11:12.5Z"))},
        {"status", int64_cells(Integers(rows, 200))},
        {"method", text_cells(Texts(rows, "GET"))},
        {"repoName", text_cells(Texts(rows, "a/one"))},
        {"repoType", text_cells(Texts(rows, "model"))}};
    for (const NamedColumn& column : others) columns[column.name] = column.cells;
    std::vector<NamedColumn> all;
    for (const auto& [name, cells] : columns) all.push_back({name, cells});
    return write("requests.parquet", all, shape);
  }

  TemporaryFolder folder_;
};

TEST_F(RecordParquetKindsTest, DailyRecordsOfOtherRepositoriesAreRejected) {
  for (const bool dictionary : {true, false}) {
    const auto path = write(
        "analytics.parquet",
        {{"repoType", text_cells({"model", "dataset", "space", "model", {}, "Model", "model"})},
         {"repoName", text_cells({"a/one", "a/one", "c/x", "c/new", "a/one", {}, {}})},
         {"total", int64_cells(Integers(7, -5))},
         {"timestamp", text_cells(Texts(7, kDate + "T00:00:00.000Z"))},
         {"downloads", int64_cells({1, 2, 4, 8, 16, 32, 64})}},
        {2, dictionary, 2});
    const FoldedRecords result = fold_file(path);
    EXPECT_EQ(result.downloads, (Downloads{{{"a/one", kDate}, 1}, {{"c/new", kDate}, 8}}));
    EXPECT_EQ(rejections(result.counts), (Reasons{{"other_repo_type", 3}, {"null_value", 2}}));
    EXPECT_EQ(result.joined, std::vector<std::string>{"c/new"});
    EXPECT_EQ(result.counts.totals_checked, 0);
  }
}

TEST_F(RecordParquetKindsTest, ARequestIsOneDownload) {
  for (const bool dictionary : {true, false}) {
    const auto path = write_requests(
        6,
        {{"method", text_cells({"GET", "HEAD", "GET", "GET", "GET", "GET"})},
         {"status", int64_cells({200, 302, 399, 200, 200, 206})},
         {"repoName", text_cells({"a/one", "a/one", "c/new", "c/new", "c/new", "a/one"})},
         {"country", text_cells({"FR", "fr", "US", {}, "U1", "USA"})}},
        {4, dictionary, 2});
    const FoldedRecords result = fold_file(path);
    EXPECT_EQ(result.downloads, (Downloads{{{"a/one", kDate}, 3}, {{"c/new", kDate}, 3}}));
    EXPECT_EQ(result.users, (Downloads{{{"a/one", "FR"}, 2},
                                       {{"a/one", "unknown"}, 1},
                                       {{"c/new", "US"}, 1},
                                       {{"c/new", "unknown"}, 2}}));
    EXPECT_EQ(result.counts.counted, 6);
  }
  EXPECT_EQ(fold_file(write_requests(2, {})).users, (Downloads{{{"a/one", "unknown"}, 2}}));
}

TEST_F(RecordParquetKindsTest, CountriesStayWithTheirRows) {
  const auto path = write_requests(4, {{"method", text_cells({"PUT", "GET", "PUT", "GET"})},
                                       {"country", text_cells({"DE", "FR", "DE", "US"})}});
  EXPECT_EQ(fold_file(path).users, (Downloads{{{"a/one", "FR"}, 1}, {{"a/one", "US"}, 1}}));
}

TEST_F(RecordParquetKindsTest, RequestsThatAreNoDownloads) {
  for (const bool dictionary : {true, false}) {
    const auto path = write_requests(
        10,
        {{"repoType", text_cells({"dataset",
                                  "model",
                                  "model",
                                  "model",
                                  "model",
                                  {},
                                  "model",
                                  "model",
                                  "model",
                                  "space"})},
         {"method",
          text_cells({"POST", "POST", "get", "GET", "HEAD", "GET", {}, "GET", "GET", "GET"})},
         {"status", int64_cells({404, 404, 200, 199, 400, 200, 200, {}, 200, 200})},
         {"timestamp", text_cells({"x", "x", "x", "x", "x", "x", "x", "x", "x", {}})},
         {"repoName", text_cells({"", "", "", "", "", "", "", "", "", "c/x"})}},
        {3, dictionary, 2});
    const FoldedRecords result = fold_file(path);
    EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1},
                                                  {"other_repo_type", 2},
                                                  {"other_method", 3},
                                                  {"failed_request", 3},
                                                  {"invalid_date", 1}}));
    EXPECT_EQ(accounted_for(result.counts), 10);
    EXPECT_TRUE(result.joined.empty());
  }
  const auto bad_id = write_requests(2, {{"repoName", text_cells({"bad\x01", {}})}});
  EXPECT_EQ(rejections(fold_file(bad_id).counts), (Reasons{{"null_value", 1}, {"invalid_id", 1}}));
}

TEST_F(RecordParquetKindsTest, StatusAndTimestampOfAllTypes) {
  const Integers statuses = {200, 404, {}, 301};
  for (const auto& cells :
       {int64_cells(statuses), int32_cells(statuses),
        arrow_cells<arrow::Int16Builder>(arrow::int16(), statuses),
        arrow_cells<arrow::UInt16Builder>(arrow::uint16(), statuses),
        text_cells({"200", "404", {}, "301"}), text_cells({"200", " 200", "200x", "0399"}),
        text_cells({"200.0", "200.5", "2e2", "301.00"}), double_cells({200.0, 404.0, {}, 301.0}),
        double_cells({200.0, 200.5, std::nan(""), 399.0}), double_cells({200, 1e300, -200, 301}),
        arrow_cells<arrow::FloatBuilder>(arrow::float32(), std::vector<std::optional<float>>{
                                                               200.0F, 404.0F, {}, 301.0F})}) {
    const FoldedRecords result = fold_file(write_requests(4, {{"status", cells}}));
    EXPECT_EQ(rejections(result.counts), (Reasons{{"failed_request", 2}})) << cells->ToString();
    EXPECT_EQ(result.total, 2U);
  }
  for (const auto& [unit, per_day] :
       {std::pair{arrow::TimeUnit::SECOND, 86'400LL},
        std::pair{arrow::TimeUnit::MILLI, 86'400'000LL},
        std::pair{arrow::TimeUnit::MICRO, 86'400'000'000LL},
        std::pair{arrow::TimeUnit::NANO, static_cast<long long>(kNanosecondsPerDay)}}) {
    const auto cells = arrow_cells<arrow::TimestampBuilder>(
        arrow::timestamp(unit, "UTC"), Integers{kDay * per_day, (kDay + 1) * per_day - 1});
    EXPECT_EQ(fold_file(write_requests(2, {{"timestamp", cells}})).downloads,
              (Downloads{{{"a/one", kDate}, 2}}));
  }
}

TEST_F(RecordParquetKindsTest, RequestsOfWrongTypesAreRefusedByName) {
  for (const std::string column : {"repoType", "method", "country", "status", "timestamp"}) {
    const auto cells = column == "status" ? date_cells({200}) : double_cells({200.0});
    const auto path = write_requests(1, {{column, cells}});
    const std::string message =
        error_message(ErrorKind::invalid_input, [&] { open_records(path, ColumnMap{}, {}); });
    EXPECT_NE(message.find("column '" + column + "'"), std::string::npos) << message;
  }
}

TEST_F(RecordParquetKindsTest, RollingSumsAreSamples) {
  const auto path = write("rolling.parquet", {{"model_id", text_cells({"a/one", "a/one", "c/new"})},
                                              {"date", date_cells({kDay, kDay, 0})},
                                              {"downloads_30d", int64_cells({7, 5, 3})}});
  const FoldedRecords result = fold_file(path);
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", kDate}, 7}}));  // of one day the larger
  EXPECT_EQ(rejections(result.counts), (Reasons{{"invalid_date", 1}}));
  const auto forced = write("forced.parquet", {{"model_id", int64_cells({2})},
                                               {"date", date_cells({kDay})},
                                               {"downloads", int64_cells({7})}});
  EXPECT_EQ(fold_file(forced, {.kind = RecordKind::rolling30}).downloads,
            (Downloads{{{"b/two-7B", kDate}, 7}}));
}

TEST_F(RecordParquetKindsTest, CountersWithADateColumn) {
  const auto path =
      write("counters.parquet", {{"_id", text_cells({"0a", "0c", "0c", "0a"})},
                                 {"id", text_cells({"a/one", "c/old", "c/new", "a/one"})},
                                 {"date", date_cells({kDay, kDay, kDay + 1, 0})},
                                 {"downloadsAllTime", int64_cells({7, 1, 2, 9})}});
  const FoldedRecords result = fold_file(path);
  EXPECT_EQ(
      result.downloads,
      (Downloads{{{"a/one", kDate}, 7}, {{"c/new", kDate}, 1}, {{"c/new", "2024-05-18"}, 2}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"invalid_date", 1}}));
}

TEST_F(RecordParquetKindsTest, CountersOfAllTypes) {
  const auto counter = [&](const std::shared_ptr<arrow::Array>& cells) {
    const auto rows = static_cast<size_t>(cells->length());
    return fold_file(write("dump-2024-05-17.parquet", {{"_id", text_cells(Texts(rows, "0a"))},
                                                       {"id", text_cells(Texts(rows, "a/one"))},
                                                       {"downloadsAllTime", cells}}));
  };
  const Integers integers = {3, {}, 40};
  for (const auto& cells :
       {int32_cells(integers), int64_cells(integers), double_cells({3.0, {}, 40.0}),
        arrow_cells<arrow::FloatBuilder>(arrow::float32(),
                                         std::vector<std::optional<float>>{3.0F, {}, 40.0F}),
        arrow_cells<arrow::UInt32Builder>(arrow::uint32(), integers),
        arrow_cells<arrow::UInt64Builder>(arrow::uint64(), integers),
        double_cells({3.0, std::nan(""), 40.0})}) {
    const FoldedRecords result = counter(cells);
    EXPECT_EQ(result.downloads, (Downloads{{{"a/one", kDate}, 40}})) << cells->ToString();
    EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1}})) << cells->ToString();
  }
  const double largest = std::ldexp(1.0, 48) - 1;
  const FoldedRecords bounds = counter(
      double_cells({0.5, -1.0, -0.5, largest, largest + 1, INFINITY, -INFINITY, 1e300, -0.0}));
  EXPECT_EQ(
      rejections(bounds.counts),
      (Reasons{{"invalid_downloads", 2}, {"negative_downloads", 2}, {"excessive_downloads", 3}}));
  EXPECT_EQ(bounds.downloads, (Downloads{{{"a/one", kDate}, static_cast<uint64_t>(largest)}}));
}

TEST_F(RecordParquetKindsTest, SchemasThatDriftBetweenDumps) {
  const auto dtypes = [](const std::vector<std::string>& names) {
    std::vector<std::shared_ptr<arrow::Array>> cells(names.size(), int64_cells({5, {}}));
    const auto parameters = arrow::StructArray::Make(cells, names).ValueOrDie();
    return arrow::StructArray::Make({parameters, int64_cells({5, {}})},
                                    std::vector<std::string>{"parameters", "total"})
        .ValueOrDie();
  };
  const std::vector<std::string> paths = {
      write("2024-05-16.parquet", {{"_id", text_cells({"0a", "0c"})},
                                   {"id", text_cells({"a/one", "c/old"})},
                                   {"safetensors", dtypes({"F32"})},
                                   {"downloadsAllTime", int64_cells({1, 10})}}),
      write("2024-05-17.parquet", {{"downloadsAllTime", double_cells({20.0, {}})},
                                   {"likes", int64_cells({1, 2})},
                                   {"safetensors", dtypes({"F32", "BF16", "_id"})},
                                   {"id", text_cells({"c/new", "a/one"})},
                                   {"_id", text_cells({"0c", "0a"})}}),
      write("2024-05-18.parquet",
            {{"id", text_cells({"c/new", "c/old"})}, {"downloadsAllTime", int32_cells({30, 31})}}),
      write("2024-05-15.parquet", {{"_id", text_cells({"0a"})},
                                   {"id", text_cells({"a/one"})},
                                   {"downloads", int64_cells({99})}})};
  const FoldedRecords result = fold_files(paths);
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-16"}, 1},
                                         {{"c/new", "2024-05-16"}, 10},
                                         {{"c/new", "2024-05-17"}, 20},
                                         {{"c/new", "2024-05-18"}, 31}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1}}));
  EXPECT_EQ(result.counts.read, 6);
  EXPECT_EQ(result.joined, std::vector<std::string>{"c/new"});
}

TEST_F(RecordParquetKindsTest, ADumpWithoutACounterHasNothingToTell) {
  const auto early = open_records(write("2024-05-15.parquet", {{"_id", text_cells({"0a"})},
                                                               {"id", text_cells({"a/one"})},
                                                               {"downloads", int64_cells({99})}}),
                                  ColumnMap{}, {});
  EXPECT_EQ(early->units(), 0);
  EXPECT_EQ(early->missing_columns(), std::vector<std::string>{"downloadsAllTime"});
  EXPECT_FALSE(early->may_lack_object_ids());
  const auto requests = open_records(write_requests(1, {}), ColumnMap{}, {});
  EXPECT_EQ(requests->units(), 1);
  EXPECT_TRUE(requests->missing_columns().empty());
}

TEST_F(RecordParquetKindsTest, WhichSnapshotsMayLackObjectIds) {
  const auto may_lack = [&](const Texts& object_ids, const ParquetShape& shape) {
    const size_t rows = object_ids.size();
    return open_records(write("2024-05-17.parquet",
                              {{"_id", text_cells(object_ids)},
                               {"id", text_cells(Texts(rows, "a/one"))},
                               {"downloadsAllTime", int64_cells(Integers(rows, 1))}},
                              shape),
                        ColumnMap{}, {})
        ->may_lack_object_ids();
  };
  EXPECT_FALSE(may_lack({"0a", "0b", "0c"}, {1, true, 1}));
  EXPECT_TRUE(may_lack({"0a", "0b", {}}, {1, true, 1}));
  EXPECT_TRUE(may_lack({"0a", {}, "0b"}, {100, false, 1}));
  EXPECT_TRUE(open_records(write("2024-05-17.parquet", {{"id", text_cells({"a/one"})},
                                                        {"downloadsAllTime", int64_cells({1})}}),
                           ColumnMap{}, {})
                  ->may_lack_object_ids());
}

TEST_F(RecordParquetKindsTest, DaysOfADump) {
  const std::vector<NamedColumn> columns = {{"id", text_cells({"a/one", "c/x"})},
                                            {"downloadsAllTime", int64_cells({5, 6})}};
  const auto dated = write("2024-05-17.parquet", columns);
  const auto days = open_records(dated, ColumnMap{}, {})->day_statistics();
  ASSERT_TRUE(days);
  EXPECT_EQ(days->from, kDay);
  EXPECT_EQ(days->to, kDay);
  EXPECT_EQ(fold_file(dated, {.snapshot_dates = {{dated, static_cast<Day>(kDay + 1)}}}).downloads,
            (Downloads{{{"a/one", "2024-05-18"}, 5}, {{"c/x", "2024-05-18"}, 6}}));
  const FoldedRecords outside = fold_file(dated, {.range = {kDay + 1, kDay + 2}});
  EXPECT_EQ(rejections(outside.counts), (Reasons{{"outside_range", 2}}));
  EXPECT_TRUE(outside.joined.empty());
  const auto first_day = write("1970-01-01.parquet", columns);
  EXPECT_EQ(rejections(fold_file(first_day).counts), (Reasons{{"invalid_date", 2}}));
  const auto undated = write("models.parquet", columns);
  const std::string message =
      error_message(ErrorKind::invalid_input, [&] { open_records(undated, ColumnMap{}, {}); });
  EXPECT_NE(message.find(undated), std::string::npos) << message;
  EXPECT_NE(message.find("--snapshot-date FILE=DATE"), std::string::npos) << message;
}

TEST_F(RecordParquetKindsTest, KindsDoNotMix) {
  const auto dump = write("2024-05-17.parquet",
                          {{"id", text_cells({"a/one"})}, {"downloadsAllTime", int64_cells({5})}});
  const auto daily = write("daily.parquet", {{"model_id", text_cells({"a/one"})},
                                             {"date", date_cells({kDay})},
                                             {"downloads", int64_cells({5})}});
  for (const auto& paths : {std::vector{dump, daily}, std::vector{daily, dump}}) {
    const std::string message = error_message(ErrorKind::invalid_input, [&] { fold_files(paths); });
    for (const std::string& part : {dump, daily, std::string("cumulative"), std::string("daily")}) {
      EXPECT_NE(message.find(part), std::string::npos) << message;
    }
  }
}

TEST_F(RecordParquetKindsTest, NamesOfRepositoriesAreText) {
  const auto path = write("2024-05-17.parquet",
                          {{"id", int64_cells({5})}, {"downloadsAllTime", int64_cells({5})}});
  const std::string message =
      error_message(ErrorKind::invalid_input, [&] { open_records(path, ColumnMap{}, {}); });
  EXPECT_NE(message.find("column 'id'"), std::string::npos) << message;
}

TEST_F(RecordParquetKindsTest, PagesOfObjectIdsAndIdsThatEndAtDifferentRows) {
  // Long and short texts, plain and in dictionaries, in pages of 1000 rows and of many.
  constexpr int64_t kRows = 150'000;
  Texts object_ids;
  Texts ids;
  Integers counters;
  Downloads expected;
  for (int64_t row = 0; row < kRows; ++row) {
    const std::string number = std::to_string(row);
    object_ids.push_back(row % 3 == 0 ? std::nullopt : std::optional("id" + number));
    ids.push_back("c/" + std::string(row < kRows / 2 ? 40 : 1, 'x') + number);
    counters.push_back(1 + row);
    expected[{*ids.back(), kDate}] = static_cast<uint64_t>(1 + row);
  }
  for (const bool dictionary : {true, false}) {
    const auto path = write("2024-05-17.parquet",
                            {{"_id", text_cells(object_ids)},
                             {"id", text_cells(ids)},
                             {"downloadsAllTime", int64_cells(counters)}},
                            {100'000, dictionary, 1'000'000});
    EXPECT_EQ(fold_file(path).downloads, expected) << dictionary;
  }
}

TEST_F(RecordParquetKindsTest, OldTimestampsOfTwelveBytes) {
  const auto dates = arrow_cells<arrow::TimestampBuilder>(
      arrow::timestamp(arrow::TimeUnit::NANO),
      Integers{kDay * kNanosecondsPerDay, (kDay + 1) * kNanosecondsPerDay - 1, {}, -1});
  const auto path = write("spark.parquet",
                          {{"model_id", text_cells(Texts(4, "a/one"))},
                           {"date", dates},
                           {"downloads", int64_cells({1, 2, 4, 8})}},
                          {.int96_timestamps = true});
  const FoldedRecords result = fold_file(path);
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", kDate}, 3}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1}, {"invalid_date", 1}}));
  EXPECT_FALSE(open_records(path, ColumnMap{}, {})->day_statistics());
}

}  // namespace
}  // namespace hubcensus
