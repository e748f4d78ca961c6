#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/parquet_columns.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Downloads = std::map<std::pair<std::string, std::string>, uint64_t>;
using Reasons = std::map<std::string, int64_t>;

constexpr int64_t kDay = 19'860;  // 2024-05-17
constexpr int64_t kSecondsPerDay = 86'400;

class RecordParquetTest : public testing::Test {
 protected:
  // Columns date, model_id, downloads.
  std::string write(const std::shared_ptr<arrow::Array>& dates,
                    const std::shared_ptr<arrow::Array>& keys,
                    const std::shared_ptr<arrow::Array>& downloads,
                    const ParquetShape& shape = {}) {
    return write_parquet(folder_.file("records.parquet"),
                         {{"date", dates}, {"model_id", keys}, {"downloads", downloads}}, shape);
  }

  TemporaryFolder folder_;
};

TEST_F(RecordParquetTest, PlainAndDictionaryTextsInManyGroupsAndPages) {
  constexpr int64_t kRows = 150'000;  // more than two blocks
  Integers dates;
  Texts keys;
  Integers downloads;
  Downloads expected;
  for (int64_t row = 0; row < kRows; ++row) {
    dates.push_back(kDay + row % 3);
    keys.push_back(row % 5 == 0 ? "c/new-" + std::to_string(row % 7) : "a/one");
    downloads.push_back(row % 11);
    const auto value = static_cast<uint64_t>(row % 11);
    expected[{*keys.back(), day_name(static_cast<Day>(*dates.back()))}] += value;
  }
  for (const int64_t rows_per_group : {kRows, int64_t{1 << 16}, int64_t{999}}) {
    for (const bool dictionary : {true, false}) {
      SCOPED_TRACE(std::to_string(rows_per_group) + " rows a group, dictionary " +
                   std::to_string(dictionary));
      const auto path = write(date_cells(dates), text_cells(keys), int64_cells(downloads),
                              {rows_per_group, dictionary, 700});
      const FoldedRecords result = fold_file(path);
      EXPECT_EQ(result.units, (kRows + rows_per_group - 1) / rows_per_group);
      EXPECT_EQ(result.counts.read, kRows);
      EXPECT_EQ(result.counts.counted, kRows);
      EXPECT_EQ(result.downloads, expected);
      EXPECT_EQ(result.records, static_cast<uint64_t>(kRows));
      EXPECT_EQ(result.joined.size(), 7U);
    }
  }
}

TEST_F(RecordParquetTest, NullsAreRejectedRowByRow) {
  const Integers dates = {kDay, {}, kDay, kDay, kDay, {}};
  const Texts keys = {"a/one", "lost/1", {}, "lost/2", "b/two-7B", {}};
  const Integers downloads = {1, 2, 4, {}, 8, {}};
  for (const bool dictionary : {true, false}) {
    for (const int64_t rows_per_page : {1, 2, 100}) {
      const auto path = write(date_cells(dates), text_cells(keys), int64_cells(downloads),
                              {100, dictionary, rows_per_page});
      const FoldedRecords result = fold_file(path);
      EXPECT_EQ(result.counts.read, 6);
      EXPECT_EQ(result.counts.counted, 2);
      EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 4}}));
      EXPECT_EQ(result.downloads,
                (Downloads{{{"a/one", "2024-05-17"}, 1}, {{"b/two-7B", "2024-05-17"}, 8}}));
      EXPECT_TRUE(result.joined.empty()) << "a rejected row joined the catalogue";
    }
  }
}

TEST_F(RecordParquetTest, NullsInEveryColumnOfManyRows) {
  // Nulls at different rows of each column, so that a value at a wrong row shows.
  constexpr int64_t kRows = 5'000;
  Integers dates;
  Texts keys;
  Integers downloads;
  Downloads expected;
  int64_t nulls = 0;
  for (int64_t row = 0; row < kRows; ++row) {
    const bool null_date = row % 7 == 3;
    const bool null_key = row % 5 == 1;
    const bool null_downloads = row % 11 == 0;
    const std::string key = row % 2 == 0 ? "a/one" : "c/" + std::to_string(row % 400);
    dates.push_back(null_date ? std::nullopt : std::optional(kDay + row % 2));
    keys.push_back(null_key ? std::nullopt : std::optional(key));
    downloads.push_back(null_downloads ? std::nullopt : std::optional(1 + row));
    if (null_date || null_key || null_downloads) {
      ++nulls;
    } else {
      expected[{key, day_name(static_cast<Day>(kDay + row % 2))}] += static_cast<uint64_t>(1 + row);
    }
  }
  for (const bool dictionary : {true, false}) {
    const auto path = write(date_cells(dates), text_cells(keys), int64_cells(downloads),
                            {1'999, dictionary, 300});
    const FoldedRecords result = fold_file(path);
    EXPECT_EQ(result.downloads, expected) << dictionary;
    EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", nulls}}));
    EXPECT_EQ(accounted_for(result.counts), kRows);
  }
}

TEST_F(RecordParquetTest, ColumnsOfNullsAlone) {
  const auto path = write(date_cells({{}, {}}), text_cells({{}, {}}), int64_cells({{}, {}}));
  EXPECT_EQ(rejections(fold_file(path).counts), (Reasons{{"null_value", 2}}));
  const auto keys_alone = write(date_cells({kDay}), text_cells({{}}), int64_cells({1}));
  EXPECT_EQ(rejections(fold_file(keys_alone).counts), (Reasons{{"null_value", 1}}));
}

TEST_F(RecordParquetTest, TimestampsOfAllUnits) {
  struct Unit {
    arrow::TimeUnit::type unit;
    int64_t per_second;
  };
  for (const auto& [unit, per_second] :
       {Unit{arrow::TimeUnit::MILLI, 1'000}, Unit{arrow::TimeUnit::MICRO, 1'000'000},
        Unit{arrow::TimeUnit::NANO, 1'000'000'000}}) {
    for (const std::string zone : {"", "UTC", "+02:00"}) {  // an instant is UTC in any zone
      const int64_t per_day = per_second * kSecondsPerDay;
      const auto path =
          write(arrow_cells<arrow::TimestampBuilder>(
                    arrow::timestamp(unit, zone),
                    Integers{kDay * per_day, (kDay + 1) * per_day - 1, -1, 0}),
                text_cells({"a/one", "a/one", "a/one", "a/one"}), int64_cells({1, 2, 4, 8}));
      const FoldedRecords result = fold_file(path);
      EXPECT_EQ(result.downloads,
                (Downloads{{{"a/one", "2024-05-17"}, 3}, {{"a/one", "1970-01-01"}, 8}}))
          << unit << zone;
      EXPECT_EQ(rejections(result.counts), (Reasons{{"invalid_date", 1}}));
    }
  }
}

TEST_F(RecordParquetTest, DatesAsText) {
  const auto path =
      write(text_cells({"2024-05-17", "2024-05-17T23:59:59Z", "2024-05-18T01:00:00+02:00",
                        "yesterday", "2024-02-30", "", "2149-06-07", "1969-12-31"}),
            text_cells(Texts(8, "a/one")), int64_cells({1, 2, 4, 8, 16, 32, 64, 128}));
  const FoldedRecords result = fold_file(path);
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-17"}, 7}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"invalid_date", 5}}));
}

TEST_F(RecordParquetTest, DownloadsOfAllWidths) {
  const auto dates = date_cells({kDay, kDay});
  const auto keys = text_cells({"a/one", "a/one"});
  const auto total_of = [&](const std::shared_ptr<arrow::Array>& downloads) {
    return fold_file(write(dates, keys, downloads)).total;
  };
  EXPECT_EQ(total_of(int32_cells({1, 0x7FFF'FFFF})), 0x8000'0000U);
  EXPECT_EQ(total_of(int64_cells({1, int64_t{1} << 40})), (uint64_t{1} << 40) + 1);
  EXPECT_EQ(total_of(arrow_cells<arrow::UInt32Builder>(arrow::uint32(), Integers{1, 0xFFFF'FFFF})),
            uint64_t{1} << 32);
  EXPECT_EQ(
      total_of(arrow_cells<arrow::UInt64Builder>(arrow::uint64(), Integers{1, int64_t{1} << 40})),
      (uint64_t{1} << 40) + 1);
  EXPECT_EQ(total_of(arrow_cells<arrow::Int8Builder>(arrow::int8(), Integers{1, 100})), 101U);
}

TEST_F(RecordParquetTest, DownloadsOutOfBounds) {
  const int64_t largest = (int64_t{1} << 48) - 1;
  const auto path = write(date_cells(Integers(5, kDay)), text_cells(Texts(5, "a/one")),
                          int64_cells({0, -1, largest, largest + 1, INT64_MIN}));
  const FoldedRecords result = fold_file(path);
  EXPECT_EQ(result.total, static_cast<uint64_t>(largest));
  EXPECT_EQ(rejections(result.counts),
            (Reasons{{"negative_downloads", 2}, {"excessive_downloads", 1}}));
  const auto unsigned_cells =
      arrow_cells<arrow::UInt64Builder>(arrow::uint64(), Integers{1, -1});  // 2^64 - 1
  const auto wide = write(date_cells({kDay, kDay}), text_cells(Texts(2, "a/one")), unsigned_cells);
  EXPECT_EQ(rejections(fold_file(wide).counts), (Reasons{{"excessive_downloads", 1}}));
}

TEST_F(RecordParquetTest, IntegerKeys) {
  for (const bool wide : {false, true}) {
    const Integers keys = {1, 2, 77, {}, -3};
    const auto path =
        write(date_cells(Integers(5, kDay)), wide ? int64_cells(keys) : int32_cells(keys),
              int64_cells({1, 2, 4, 8, 16}));
    const FoldedRecords result = fold_file(path);
    EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-17"}, 1},
                                           {{"b/two-7B", "2024-05-17"}, 2},
                                           {{"77", "2024-05-17"}, 4},
                                           {{"-3", "2024-05-17"}, 16}}));
    EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1}}));
    EXPECT_EQ(rejections(fold_file(path, {.strict = true}).counts),
              (Reasons{{"null_value", 1}, {"unknown_model", 2}}));
  }
}

TEST_F(RecordParquetTest, ObjectIdsArePreferredWhereTheDumpHasThem) {
  const auto path =
      write_parquet(folder_.file("both.parquet"), {{"model_id", text_cells({"b/two-7B"})},
                                                   {"_id", text_cells({"0a"})},
                                                   {"date", date_cells({kDay})},
                                                   {"downloads", int64_cells({5})}});
  EXPECT_EQ(fold_file(path).downloads, (Downloads{{{"b/two-7B", "2024-05-17"}, 5}}));
  EXPECT_EQ(fold_file(path, {.with_object_id = true}).downloads,
            (Downloads{{{"a/one", "2024-05-17"}, 5}}));
}

TEST_F(RecordParquetTest, BesideObjectIdsAnIdNamesStrangers) {
  for (const bool dictionary : {true, false}) {
    const auto path = write_parquet(
        folder_.file("both.parquet"),
        {{"id", text_cells({"b/former", "c/new-7B", "a/one", {}, "c/new-7B", {}, ""})},
         {"_id", text_cells({"0b", "0c", {}, "0d", {}, {}, "0f"})},
         {"date", date_cells(Integers(7, kDay))},
         {"downloads", int64_cells({1, 2, 4, 8, 16, 32, 64})}},
        {3, dictionary, 2});
    const FoldedRecords result = fold_file(path, {.with_object_id = true});
    EXPECT_EQ(result.downloads, (Downloads{{{"b/two-7B", "2024-05-17"}, 1},
                                           {{"c/new-7B", "2024-05-17"}, 18},
                                           {{"a/one", "2024-05-17"}, 4},
                                           {{"0d", "2024-05-17"}, 8}}));
    EXPECT_EQ(result.joined, (std::vector<std::string>{"0d", "c/new-7B"}));
    EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1}, {"invalid_id", 1}}));
  }
}

TEST_F(RecordParquetTest, BesideObjectIdsAnIntegerIsNoName) {
  const auto path =
      write_parquet(folder_.file("both.parquet"), {{"model_id", int64_cells({2, 7})},
                                                   {"_id", text_cells({"0a", "0c"})},
                                                   {"date", date_cells({kDay, kDay})},
                                                   {"downloads", int64_cells({5, 6})}});
  EXPECT_EQ(fold_file(path, {.with_object_id = true}).downloads,
            (Downloads{{{"a/one", "2024-05-17"}, 5}, {{"0c", "2024-05-17"}, 6}}));
}

TEST_F(RecordParquetTest, InvalidIdsAndStrictModeJoinNothing) {
  for (const bool dictionary : {true, false}) {
    const auto path =
        write(date_cells(Integers(6, kDay)),
              text_cells({"a/one", "", "bad\x01id", "\xff\xfe", "c/new", std::string(3000, 'x')}),
              int64_cells({1, 2, 4, 8, 16, 32}), {100, dictionary, 2});
    EXPECT_EQ(rejections(fold_file(path).counts), (Reasons{{"invalid_id", 4}}));
    EXPECT_EQ(fold_file(path).joined, std::vector<std::string>{"c/new"});
    const FoldedRecords strict = fold_file(path, {.strict = true});
    EXPECT_EQ(rejections(strict.counts), (Reasons{{"invalid_id", 4}, {"unknown_model", 1}}));
    EXPECT_EQ(strict.downloads, (Downloads{{{"a/one", "2024-05-17"}, 1}}));
    EXPECT_TRUE(strict.joined.empty());
  }
}

TEST_F(RecordParquetTest, RowsOutsideTheRangeJoinNothing) {
  const auto path =
      write(date_cells({kDay - 1, kDay, kDay + 1, kDay + 2}),
            text_cells({"c/early", "a/one", "a/one", "c/late"}), int64_cells({1, 2, 4, 8}));
  const FoldedRecords result = fold_file(path, {.range = {kDay, kDay + 1}});
  EXPECT_EQ(result.total, 6U);
  EXPECT_EQ(rejections(result.counts), (Reasons{{"outside_range", 2}}));
  EXPECT_TRUE(result.joined.empty());
}

TEST_F(RecordParquetTest, ARowHasOneReason) {
  const auto path =
      write(date_cells({{}, int64_t{100'000}}), text_cells({{}, ""}), int64_cells({-1, -1}));
  EXPECT_EQ(rejections(fold_file(path).counts), (Reasons{{"null_value", 1}, {"invalid_date", 1}}));
}

TEST_F(RecordParquetTest, NoRows) {
  const auto path = write(date_cells({}), text_cells({}), int64_cells({}));
  const FoldedRecords result = fold_file(path);
  EXPECT_EQ(result.counts.read, 0);
  EXPECT_EQ(result.records, 0U);
}

TEST_F(RecordParquetTest, DaysFromTheStatistics) {
  const auto path = write(date_cells({kDay, kDay + 5, kDay + 1, kDay + 9}),
                          text_cells(Texts(4, "a/one")), int64_cells({1, 2, 4, 8}), {2, true, 100});
  const auto days = open_records(path, ColumnMap{}, {})->day_statistics();
  ASSERT_TRUE(days);
  EXPECT_EQ(days->from, kDay);
  EXPECT_EQ(days->to, kDay + 9);
  const int64_t second = 1'000'000;
  const auto instants =
      write(arrow_cells<arrow::TimestampBuilder>(arrow::timestamp(arrow::TimeUnit::MICRO),
                                                 Integers{-1, kDay * kSecondsPerDay * second}),
            text_cells(Texts(2, "a/one")), int64_cells({1, 2}));
  const auto clamped = open_records(instants, ColumnMap{}, {})->day_statistics();
  ASSERT_TRUE(clamped);
  EXPECT_EQ(clamped->from, 0);
  EXPECT_EQ(clamped->to, kDay);
}

TEST_F(RecordParquetTest, WrongTypesAreRefusedByName) {
  const auto keys = text_cells({"a/one"});
  const auto dates = date_cells({kDay});
  const auto counts = int64_cells({1});
  const auto doubles =
      arrow_cells<arrow::DoubleBuilder>(arrow::float64(), std::vector<std::optional<double>>{1.5});
  const auto refused = [&](const auto& date, const auto& key, const auto& downloads,
                           const std::string& column) {
    const std::string path = write(date, key, downloads);
    const std::string message =
        error_message(ErrorKind::invalid_input, [&] { open_records(path, ColumnMap{}, {}); });
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find("column '" + column + "'"), std::string::npos) << message;
  };
  refused(doubles, keys, counts, "date");
  refused(int64_cells({kDay}), keys, counts, "date");
  refused(dates, doubles, counts, "model_id");
  refused(dates, dates, counts, "model_id");
  refused(dates, keys, text_cells({"5"}), "downloads");
  refused(dates, keys, dates, "downloads");
}

TEST_F(RecordParquetTest, AMissingColumnIsNamedWithTheNearest) {
  const auto path =
      write_parquet(folder_.file("renamed.parquet"), {{"model_id", text_cells({"a/one"})},
                                                      {"Date", date_cells({kDay})},
                                                      {"Download", int64_cells({5})}});
  const auto message = [&](const std::vector<std::string>& columns) {
    return error_message(ErrorKind::invalid_input,
                         [&] { open_records(path, ColumnMap(columns), {}); });
  };
  for (const auto& [columns, parts] :
       std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>>{
           {{}, {path, "'date'", "'Date'", "--column date=ACTUAL"}},
           {{"date=Date"}, {path, "'downloads'", "'Download'", "--column downloads=ACTUAL"}}}) {
    const std::string text = message(columns);
    for (const std::string& part : parts) {
      EXPECT_NE(text.find(part), std::string::npos) << part << " in: " << text;
    }
  }
  EXPECT_EQ(fold_file(path, {.columns = {"date=Date", "downloads=Download"}}).total, 5U);
}

TEST_F(RecordParquetTest, BrokenFilesAreRefused) {
  const auto path = write(date_cells({kDay}), text_cells({"a/one"}), int64_cells({1}));
  std::ifstream stream(path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(stream), {}};
  for (const size_t size : {size_t{4}, size_t{8}, size_t{12}, whole.size() / 2, whole.size() - 1}) {
    const auto cut = folder_.write("cut.parquet", whole.substr(0, size));
    const std::string message =
        error_message(ErrorKind::invalid_input, [&] { open_records(cut, ColumnMap{}, {}); });
    EXPECT_NE(message.find(cut), std::string::npos) << message;
  }
  for (const std::string& bytes : {std::string(), std::string("garbage"), std::string(100, '\0'),
                                   "PAR1" + std::string(100, 'x') + "PAR1"}) {
    const auto garbage = folder_.write("garbage.parquet", bytes);
    error_message(ErrorKind::invalid_input,
                  [&] { open_record_parquet(garbage, ColumnMap{}, {}); });
  }
  error_message(ErrorKind::missing_input,
                [&] { open_record_parquet(folder_.file("absent"), ColumnMap{}, {}); });
  error_message(ErrorKind::missing_input,
                [&] { open_record_parquet(folder_.path(), ColumnMap{}, {}); });
}

TEST_F(RecordParquetTest, AFooterWithoutItsPagesIsRefusedWhenRead) {
  const auto path = write(date_cells(Integers(1000, kDay)), text_cells(Texts(1000, "a/one")),
                          int64_cells(Integers(1000, 7)));
  std::fstream stream(path, std::ios::binary | std::ios::in | std::ios::out);
  stream.seekp(4);
  stream << std::string(60, '\xff');  // the first page of the dates
  stream.close();
  error_message(ErrorKind::invalid_input, [&] { fold_file(path); });
}

}  // namespace
}  // namespace hubcensus
