#include "host/ingest/records/record_layout.hpp"

#include <gtest/gtest.h>

#include "host/job/snapshot_dates.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Names = std::vector<std::string>;

RecordLayout layout_of(const Names& names, const RecordOptions& options = {},
                       const std::string& path = "weekly/2026-06-05/models.parquet") {
  return find_record_layout(names, ColumnMap(), options, path);
}

std::string refusal(const Names& names, const RecordOptions& options = {},
                    const std::string& path = "weekly/2026-06-05/models.parquet") {
  return error_message(ErrorKind::invalid_input, [&] { layout_of(names, options, path); });
}

TEST(RecordLayout, TheColumnsTellTheKind) {
  EXPECT_EQ(layout_of({"model_id", "date", "downloads"}).kind, RecordKind::daily);
  EXPECT_EQ(layout_of({"repoType", "repoName", "total", "timestamp", "downloads"}).kind,
            RecordKind::daily);
  EXPECT_EQ(layout_of({"timestamp", "status", "method", "repoName", "repoType"}).kind,
            RecordKind::requests);
  EXPECT_EQ(layout_of({"date", "model_id", "downloads_30d", "likes"}).kind, RecordKind::rolling30);
  EXPECT_EQ(layout_of({"_id", "id", "downloads", "downloadsAllTime"}).kind, RecordKind::cumulative);
  EXPECT_EQ(layout_of({"_id", "id", "downloads"}).kind, RecordKind::cumulative);
  // Dumps of several days in one file are still dumps: their `downloads` are no daily record.
  EXPECT_EQ(layout_of({"id", "date", "downloads", "downloadsAllTime"}).kind,
            RecordKind::cumulative);
}

TEST(RecordLayout, ColumnsOfDailyRecords) {
  const RecordLayout layout = layout_of({"downloads", "x", "date", "id", "_id"});
  EXPECT_EQ(layout.id, 3U);
  EXPECT_EQ(layout.object_id, std::nullopt);
  EXPECT_EQ(layout.date, 2U);
  EXPECT_EQ(layout.value, 0U);
  EXPECT_EQ(layout.repo_type, std::nullopt);
  EXPECT_FALSE(layout.names_repositories());
  const RecordLayout keyed =
      layout_of({"downloads", "x", "date", "id", "_id"}, {.with_object_id = true});
  EXPECT_EQ(keyed.object_id, 4U);
  EXPECT_EQ(keyed.id, 3U);
  EXPECT_EQ(keyed.key(), 4U);
  EXPECT_TRUE(keyed.names_repositories());
  EXPECT_FALSE(keyed.is_of_snapshots());
  const RecordLayout alone = layout_of({"downloads", "date", "_id"}, {.with_object_id = true});
  EXPECT_EQ(alone.id, std::nullopt);
  EXPECT_FALSE(alone.names_repositories());
}

TEST(RecordLayout, ColumnsOfPublisherAnalytics) {
  const RecordLayout layout =
      layout_of({"repoType", "repoName", "total", "timestamp", "downloads"});
  EXPECT_EQ(layout.repo_type, 0U);
  EXPECT_EQ(layout.id, 1U);
  EXPECT_EQ(layout.total, 2U);
  EXPECT_EQ(layout.date, 3U);
  EXPECT_EQ(layout.value, 4U);
}

TEST(RecordLayout, ColumnsOfRequests) {
  const RecordLayout layout =
      layout_of({"timestamp", "status", "method", "repoName", "repoType", "hashedUserId",
                 "hashedIp", "country", "region", "userAgent"});
  EXPECT_EQ(layout.date, 0U);
  EXPECT_EQ(layout.status, 1U);
  EXPECT_EQ(layout.method, 2U);
  EXPECT_EQ(layout.id, 3U);
  EXPECT_EQ(layout.repo_type, 4U);
  EXPECT_EQ(layout.country, 7U);
  EXPECT_EQ(layout.value, std::nullopt);
}

TEST(RecordLayout, ADumpIsOfOneDay) {
  const RecordLayout layout = layout_of({"_id", "id", "downloadsAllTime"});
  EXPECT_EQ(layout.object_id, 0U);
  EXPECT_EQ(layout.id, 1U);
  EXPECT_EQ(layout.value, 2U);
  EXPECT_EQ(layout.snapshot_day, parse_day("2026-06-05"));
  EXPECT_TRUE(layout.names_repositories());
  RecordOptions options;
  options.snapshot_dates["a.parquet"] = *parse_day("2025-01-02");
  EXPECT_EQ(layout_of({"_id", "id", "downloadsAllTime"}, options, "a.parquet").snapshot_day,
            parse_day("2025-01-02"));
  const std::string message = refusal({"_id", "id", "downloadsAllTime"}, {}, "models.parquet");
  EXPECT_NE(message.find("--snapshot-date"), std::string::npos) << message;
  EXPECT_NE(message.find("models.parquet"), std::string::npos) << message;
}

TEST(RecordLayout, AnEarlyDumpHasNoCounter) {
  const RecordLayout layout = layout_of({"_id", "id", "downloads"});
  EXPECT_EQ(layout.value, std::nullopt);
  const RecordLayout rolling =
      layout_of({"_id", "id", "downloads"}, {.kind = RecordKind::rolling30});
  EXPECT_EQ(rolling.value, 2U);
  EXPECT_EQ(rolling.snapshot_day, parse_day("2026-06-05"));
}

TEST(RecordLayout, AForcedKindTakesWhatItCan) {
  const Names table = {"model_id", "date", "downloads"};
  for (const RecordKind kind : {RecordKind::cumulative, RecordKind::rolling30}) {
    const RecordLayout layout = layout_of(table, {.kind = kind});
    EXPECT_EQ(layout.kind, kind);
    EXPECT_EQ(layout.value, 2U);
    EXPECT_EQ(layout.date, 1U);
    EXPECT_EQ(layout.snapshot_day, std::nullopt);
  }
  const std::string message = refusal(table, {.kind = RecordKind::requests});
  EXPECT_NE(message.find("'repoType'"), std::string::npos) << message;
}

TEST(RecordLayout, AMissingColumnIsNamed) {
  EXPECT_NE(refusal({"date", "downloads"}).find("'model_id'"), std::string::npos);
  EXPECT_NE(refusal({"model_id", "downloads"}).find("'date'"), std::string::npos);
  EXPECT_NE(refusal({"model_id", "date"}).find("'downloads'"), std::string::npos);
}

TEST(RecordLayout, AMisspeltColumnIsTakenForTheOneMeant) {
  EXPECT_NE(refusal({"repoType", "repoNam", "timestamp", "downloads"}).find("no 'repoName'"),
            std::string::npos);
  EXPECT_NE(refusal({"repoType", "repoName", "TimeStamp", "downloads"}).find("no 'timestamp'"),
            std::string::npos);
  EXPECT_NE(refusal({"timestamp", "status", "methods", "repoName", "repoType"}).find("no 'method'"),
            std::string::npos);
}

TEST(RecordLayout, ColumnsUnderOtherNames) {
  const ColumnMap columns(Names{"model_id=name", "downloads=n", "date=day"});
  const Names names = {"day", "n", "name"};
  const RecordLayout layout = find_record_layout(names, columns, {}, "records.csv");
  EXPECT_EQ(layout.id, 2U);
  EXPECT_EQ(layout.date, 0U);
  EXPECT_EQ(layout.value, 1U);
}

TEST(DayInPath, TheLastDate) {
  EXPECT_EQ(day_in_path("2025-01-01/models-2026-06-05.parquet"), parse_day("2026-06-05"));
  EXPECT_EQ(day_in_path("2025-01-01/models.parquet"), parse_day("2025-01-01"));
  EXPECT_EQ(day_in_path("2026-13-05/2024-02-29x2026-02-29"), parse_day("2024-02-29"));
  EXPECT_EQ(day_in_path("x12025-01-01"), std::nullopt);
  EXPECT_EQ(day_in_path("2025-01-011"), std::nullopt);
  EXPECT_EQ(day_in_path("1969-12-31"), std::nullopt);
  EXPECT_EQ(day_in_path("models.parquet"), std::nullopt);
  EXPECT_EQ(day_in_path(""), std::nullopt);
}

TEST(SnapshotDates, OfAnInputUnderAnySpelling) {
  TemporaryFolder folder;
  const std::string path = folder.write("a=b.parquet", "x");
  const Names paths = {folder.write("other.parquet", "y"), path};
  const std::string spelled = folder.path().string() + "/./a=b.parquet";
  const auto dates = snapshot_dates(Names{spelled + "=2025-12-31"}, paths);
  EXPECT_EQ(dates, (std::map<std::string, Day>{{path, *parse_day("2025-12-31")}}));
}

TEST(SnapshotDates, AFileWithADateColumnTakesNone) {
  RecordOptions options;
  options.snapshot_dates["records.csv"] = *parse_day("2025-01-02");
  for (const Names& names : {Names{"model_id", "date", "downloads"},
                             Names{"_id", "id", "timestamp", "downloadsAllTime"}}) {
    const std::string message =
        error_message(ErrorKind::usage, [&] { layout_of(names, options, "records.csv"); });
    EXPECT_NE(message.find("--snapshot-date: 'records.csv'"), std::string::npos) << message;
    EXPECT_NE(message.find("'" + names[names[1] == "date" ? 1 : 2] + "'"), std::string::npos)
        << message;
  }
}

TEST(SnapshotDates, AWrongFlagIsRefused) {
  TemporaryFolder folder;
  const std::string path = folder.write("a.parquet", "x");
  const Names paths = {path};
  for (const Names& flags :
       {Names{path}, Names{"=2025-12-31"}, Names{path + "=2025-12-32"}, Names{path + "="},
        Names{path + "=1970-01-01"}, Names{"b.parquet=2025-12-31"},
        Names{path + "=2025-12-31", path + "=2025-12-30"}}) {
    const std::string message =
        error_message(ErrorKind::usage, [&] { snapshot_dates(flags, paths); });
    EXPECT_NE(message.find("--snapshot-date"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace hubcensus
