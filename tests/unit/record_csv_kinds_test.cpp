#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/folded_records.hpp"
#include "tests/unit/shared_folder.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using Downloads = std::map<std::pair<std::string, std::string>, uint64_t>;
using Reasons = std::map<std::string, int64_t>;

class RecordCsvKindsTest : public testing::Test {
 protected:
  // The same from a plain file, gzip and zstd.
  FoldedRecords fold_text(const std::string& text, const ReadOptions& options = {},
                          const std::string& name = "records.csv") {
    const FoldedRecords plain = fold_file(folder_.write(name, text), options);
    for (const std::string& bytes : {gzip_bytes(text), zstd_bytes(text)}) {
      const FoldedRecords stream = fold_file(folder_.write(name, bytes), options);
      EXPECT_EQ(stream.downloads, plain.downloads) << text;
      EXPECT_EQ(stream.users, plain.users) << text;
      EXPECT_EQ(rejections(stream.counts), rejections(plain.counts)) << text;
      EXPECT_EQ(stream.counts.read, plain.counts.read) << text;
      EXPECT_EQ(stream.counts.totals_checked, plain.counts.totals_checked) << text;
      EXPECT_EQ(stream.counts.totals_differing, plain.counts.totals_differing) << text;
    }
    EXPECT_EQ(accounted_for(plain.counts), plain.counts.read);
    return plain;
  }

  TemporaryFolder folder_;
};

constexpr const char* kPublisherHeader = "repoType,repoName,total,timestamp,downloads\n";

TEST_F(RecordCsvKindsTest, PublisherAnalytics) {
  const FoldedRecords result = fold_text("\xef\xbb\xbf" + std::string(kPublisherHeader) +
                                         "model,a/one,14,2024-05-16T00:00:00.000Z,4\r\n"
                                         "model,a/one,17,2024-05-17T00:00:00.000Z,3\n"
                                         "model,a/one,17,2024-05-18,0\n"
                                         "dataset,a/one,9,2024-05-17T00:00:00.000Z,9\n"
                                         "space,a/one,9,2024-05-17T00:00:00.000Z,9\n"
                                         ",a/one,9,2024-05-17T00:00:00.000Z,9\n"
                                         "model,\"c/new\",5,2024-05-17T23:59:59.999Z,5.0\r\n");
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-16"}, 4},
                                         {{"a/one", "2024-05-17"}, 3},
                                         {{"c/new", "2024-05-17"}, 5}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"other_repo_type", 3}}));
  EXPECT_EQ(result.joined, std::vector<std::string>{"c/new"});
  EXPECT_EQ(result.counts.totals_checked, 2);
  EXPECT_EQ(result.counts.totals_differing, 0);
}

struct TotalCase {
  const char* what;
  const char* rows;
  int64_t checked;
  int64_t differing;
};

TEST_F(RecordCsvKindsTest, TotalsAreCheckedAgainstTheRunningSum) {
  for (const TotalCase& c : std::vector<TotalCase>{
           {"one row is an anchor", "model,a/one,7,2024-05-17,4\n", 0, 0},
           {"a wrong total differs once",
            "model,a/one,7,2024-05-17,4\nmodel,a/one,9,2024-05-18,1\n"
            "model,a/one,10,2024-05-19,2\n",
            2, 1},
           {"behind missing rows all differ",
            "model,a/one,7,2024-05-17,4\nmodel,a/one,9,2024-05-19,1\n"
            "model,a/one,11,2024-05-20,2\n",
            2, 2},
           {"each repository has its own run",
            "model,a/one,7,2024-05-17,4\nmodel,c/new,1,2024-05-17,1\n"
            "model,a/one,70,2024-05-18,4\nmodel,a/one,74,2024-05-19,4\n",
            1, 0},
           {"a dataset of the same name is another repository",
            "model,a/one,7,2024-05-17,4\ndataset,a/one,1,2024-05-17,1\n"
            "dataset,a/one,2,2024-05-18,1\n",
            1, 0},
           {"rejected rows are part of the sum",
            "model,a/one,7,2024-05-17,4\nmodel,a/one,8,2024-02-30,1\n"
            "model,a/one,6,2024-05-18,-2\nmodel,a/one,9,,3\nmodel,a/one,10,2024-05-19,1\n",
            4, 0},
           {"what cannot be read ends the run",
            "model,a/one,7,2024-05-17,4\nmodel,a/one,x,2024-05-18,1\n"
            "model,a/one,70,2024-05-19,1\nmodel,a/one,71,2024-05-20,1\n"
            "model,a/one\nmodel,a/one,0,2024-05-21,1\nmodel,a/one,5,2024-05-22,x\n"
            "model,a/one,99,2024-05-23,1\n",
            1, 0},
           {"sums wrap",
            "model,a/one,9223372036854775807,2024-05-17,4\n"
            "model,a/one,-9223372036854775808,2024-05-18,1\n",
            1, 0},
       }) {
    const FoldedRecords result = fold_text(std::string(kPublisherHeader) + c.rows);
    EXPECT_EQ(result.counts.totals_checked, c.checked) << c.what;
    EXPECT_EQ(result.counts.totals_differing, c.differing) << c.what;
  }
}

TEST_F(RecordCsvKindsTest, RequestsCountOneEach) {
  const FoldedRecords result = fold_text(
      "timestamp,status,method,repoName,repoType,hashedUserId,hashedIp,country,region,userAgent\n"
      "2024-05-18T00:00:00.000Z,400,GET,lost/1,model,u,i,IT,,x\n"
      "2024-05-17T10:11:12.000Z,200,GET,a/one,model,u,i,FR,IDF,\"python, 3\"\n"
      "2024-05-17T23:59:59.999Z,399,HEAD,a/one,model,u,i,fr,IDF,x\n"
      "2024-05-18T00:00:00.000Z,302,GET,a/one,model,u,i,DE,,x\n"
      "2024-05-18T00:00:00.000Z,200,GET,c/new,model,u,i,,,x\n"
      "2024-05-18T00:00:00.000Z,200,GET,c/new,model,u,i,F1,,x\n"
      "2024-05-18T00:00:00.000Z,199,GET,lost/2,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,,GET,lost/3,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,ok,GET,lost/4,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,200,POST,lost/5,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,200,get,lost/6,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,500,POST,lost/7,dataset,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,500,POST,lost/8,model,u,i,FR,,x\n"
      ",500,POST,lost/9,dataset,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,200,GET,,model,u,i,FR,,x\n"
      "yesterday,500,GET,lost/10,model,u,i,FR,,x\n"
      "yesterday,200,GET,bad\x01id,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,200,GET,bad\x01id,model,u,i,FR,,x\n"
      "2024-05-18T00:00:00.000Z,200,GET,lost/11,model\n",
      {});
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-17"}, 2},
                                         {{"a/one", "2024-05-18"}, 1},
                                         {{"c/new", "2024-05-18"}, 2}}));
  EXPECT_EQ(result.users,
            (Downloads{{{"a/one", "FR"}, 2}, {{"a/one", "DE"}, 1}, {{"c/new", "unknown"}, 2}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 2},
                                                {"malformed_row", 1},
                                                {"invalid_id", 1},
                                                {"invalid_date", 1},
                                                {"other_repo_type", 1},
                                                {"other_method", 3},
                                                {"failed_request", 5}}));
  EXPECT_EQ(result.joined, std::vector<std::string>{"c/new"});
}

TEST_F(RecordCsvKindsTest, RequestsWithoutCountries) {
  const FoldedRecords result =
      fold_text("method,repoType,status,id,when\nGET,model,200,a/one,2024-05-17T10:11:12+12:00\n",
                {.columns = {"timestamp=when"}});
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2024-05-16"}, 1}}));
  EXPECT_EQ(result.users, (Downloads{{{"a/one", "unknown"}, 1}}));
}

TEST_F(RecordCsvKindsTest, Rolling30) {
  const FoldedRecords result = fold_text(
      "date,model_id,downloads_30d,likes\n2024-05-17,a/one,30,1\n2024-05-18,a/one,31.0,1\n"
      "2024-05-18,b/two-7B,,1\n1970-01-01,b/two-7B,5,1\n2024-05-18,b/two-7B,1.5,1\n"
      "2024-05-18,b/two-7B,-1,1\n");
  EXPECT_EQ(result.downloads,
            (Downloads{{{"a/one", "2024-05-17"}, 30}, {{"a/one", "2024-05-18"}, 31}}));
  EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1},
                                                {"invalid_date", 1},
                                                {"invalid_downloads", 1},
                                                {"negative_downloads", 1}}));
  EXPECT_EQ(
      fold_text("date,id,downloads\n2024-05-17,a/one,30\n", {.kind = RecordKind::rolling30}).total,
      30U);
}

TEST_F(RecordCsvKindsTest, CumulativeDumpsAreOfOneDay) {
  const std::string text =
      "_id,id,downloadsAllTime,downloads\n0a,a/one,100,9\n0b,b/two-7B,,9\n0c,c/new,7.0,9\n"
      ",,7,9\n0e,c/x,7.5,9\n";
  const FoldedRecords dated = fold_text(text, {}, "dump_2026-06-05.csv");
  EXPECT_EQ(dated.downloads,
            (Downloads{{{"a/one", "2026-06-05"}, 100}, {{"c/new", "2026-06-05"}, 7}}));
  EXPECT_EQ(rejections(dated.counts), (Reasons{{"null_value", 2}, {"invalid_downloads", 1}}));
  const std::string path = folder_.file("dump.csv");
  EXPECT_EQ(
      fold_text(text, {.snapshot_dates = {{path, *parse_day("2025-01-02")}}}, "dump.csv").downloads,
      (Downloads{{{"a/one", "2025-01-02"}, 100}, {{"c/new", "2025-01-02"}, 7}}));
  EXPECT_EQ(fold_text("Id,allTime\na/one,100\n", {.columns = {"id=Id", "downloadsAllTime=allTime"}},
                      "dump_2026-06-05.csv")
                .downloads,
            (Downloads{{{"a/one", "2026-06-05"}, 100}}));
  EXPECT_EQ(rejections(fold_text(text, {}, "dump_1970-01-01.csv").counts).at("invalid_date"), 3);
}

TEST_F(RecordCsvKindsTest, CumulativeWithADateColumn) {
  EXPECT_EQ(
      fold_text("downloadsAllTime,date,id\n5,2024-05-17,a/one\n8,2024-05-18,a/one\n").downloads,
      (Downloads{{{"a/one", "2024-05-17"}, 5}, {{"a/one", "2024-05-18"}, 8}}));
}

TEST_F(RecordCsvKindsTest, AnEarlyDumpHasNothingToTell) {
  const std::string early = folder_.write("dump_2022-07-02.csv", "_id,id,downloads\n0a,a/one,5\n");
  const std::string later =
      folder_.write("dump_2026-06-05.csv", "_id,id,downloadsAllTime\n0a,a/one,5\n");
  EXPECT_EQ(open_records(early, ColumnMap(), {})->missing_columns(),
            std::vector<std::string>{"downloadsAllTime"});
  EXPECT_TRUE(open_records(later, ColumnMap(), {})->missing_columns().empty());
  const FoldedRecords result = fold_files({early, later});
  EXPECT_EQ(result.units, 1);
  EXPECT_EQ(result.downloads, (Downloads{{{"a/one", "2026-06-05"}, 5}}));
}

TEST_F(RecordCsvKindsTest, ReasonsKeepTheirOrder) {
  const FoldedRecords result = fold_text(
      "repoType,repoName,total,timestamp,downloads\n"
      "dataset,,x,x,x\n"
      "dataset,bad\x01id,x,x,x\n"
      "model,bad\x01id,x,x,x\n"
      "model,bad\x01id,x,2024-05-17,x\n"
      "model,bad\x01id,x,2024-05-17,1\n"
      "dataset,bad\x01id,x,x\n");
  EXPECT_EQ(rejections(result.counts), (Reasons{{"null_value", 1},
                                                {"other_repo_type", 1},
                                                {"invalid_date", 1},
                                                {"invalid_downloads", 1},
                                                {"invalid_id", 1},
                                                {"malformed_row", 1}}));
}

TEST_F(RecordCsvKindsTest, RealRolling30) {
  const auto path = shared_folder() / "data" / "real" / "daily_2024-2026" / "rolling30.csv.gz";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << path << " is absent; HUBCENSUS_SHARED names the folder with data/real";
  }
  const FoldedRecords result = fold_file(path.string());
  EXPECT_EQ(result.counts.read, 111'873);
  EXPECT_EQ(result.counts.counted, 111'873);
  EXPECT_EQ(result.records, 111'873U);
  std::set<std::string> days;
  for (const auto& [key, value] : result.downloads) days.insert(key.second);
  EXPECT_EQ(days.size(), 721U);
  EXPECT_EQ(result.joined.size(), 276U);
  EXPECT_EQ(*days.begin(), "2024-05-08");
  EXPECT_EQ(result.downloads.at({"mixedbread-ai/mxbai-embed-large-v1", "2024-05-08"}), 1'755'877U);
}

}  // namespace
}  // namespace hubcensus
