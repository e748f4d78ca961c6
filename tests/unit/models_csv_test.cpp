#include "host/ingest/models/models_csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/unit/compressed_bytes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// A row that owns its texts.
struct StoredRow {
  std::string id;
  std::string object_id;
  std::string task;
  std::string library;
  ModelRow row;
};

class ModelsCsv : public ::testing::Test {
 protected:
  ModelsDumpReport read(const std::string& bytes, const std::vector<std::string>& columns = {},
                        const TextLimits& limits = {}) {
    rows_.clear();
    const ModelSink sink = [this](const ModelRow& row) {
      rows_.push_back({std::string(row.id), std::string(row.object_id), std::string(row.task),
                       std::string(row.library), row});
    };
    const ModelsDumpReport report =
        read_models_csv(folder_.write("models.csv", bytes), ColumnMap(columns), sink, limits);
    int64_t rejected = 0;
    for (const auto& [reason, rows] : report.rejected) rejected += rows;
    EXPECT_EQ(report.rows_read, report.rows_accepted + rejected);
    EXPECT_EQ(report.rows_accepted, static_cast<int64_t>(rows_.size()));
    EXPECT_EQ(report.bytes, static_cast<int64_t>(bytes.size()));
    EXPECT_EQ(report.hash.size(), 32U);
    return report;
  }

  TemporaryFolder folder_;
  std::vector<StoredRow> rows_;
};

TEST_F(ModelsCsv, EveryColumnIsRead) {
  const std::string text =
      "\xef\xbb\xbfgguf.total,_id,id,createdAt,lastModified,downloads,downloadsAllTime,likes,"
      "safetensors.total,model_id,trendingScore,pipeline_tag,library_name\r\n"
      "5,621ffdc036468d709f174328,a/b,2022-03-02T23:29:04.000Z,2024-02-19 10:57:45+00:00,7,"
      "18446744073709551615,3,124439808,-42,0.25,fill-mask,transformers\r\n"
      ",,\"c,\"\"d\",,,,,,,,,,\r\n";
  for (const std::string& bytes : {text, gzip_bytes(text), zstd_bytes(text)}) {
    const ModelsDumpReport report = read(bytes);
    EXPECT_EQ(report.rows_accepted, 2);
    EXPECT_THAT(report.rejected, IsEmpty());
    EXPECT_THAT(report.invalid_cells, IsEmpty());
    EXPECT_THAT(report.missing_optional_columns, IsEmpty());
    EXPECT_TRUE(report.has_created && report.has_downloads_30_days &&
                report.has_downloads_all_time && report.has_object_id && report.has_integer_id);
    EXPECT_EQ(rows_[0].id, "a/b");
    EXPECT_EQ(rows_[0].object_id, "621ffdc036468d709f174328");
    const ModelRow& row = rows_[0].row;
    EXPECT_EQ(row.integer_id, -42);
    EXPECT_EQ(row.created, parse_day("2022-03-02"));
    EXPECT_EQ(row.modified_us, 1708340265000000);
    EXPECT_EQ(row.downloads_30_days, 7U);
    EXPECT_EQ(row.downloads_all_time, UINT64_MAX);
    EXPECT_EQ(row.safetensors_total, 124439808U);
    EXPECT_EQ(row.gguf_total, 5U);
    EXPECT_EQ(row.likes, 3U);
    EXPECT_EQ(row.trending_score, 0.25);
    EXPECT_EQ(rows_[0].task, "fill-mask");
    EXPECT_EQ(rows_[0].library, "transformers");
    EXPECT_TRUE(row.bases.empty() && row.relation.empty());
    EXPECT_EQ(rows_[1].id, "c,\"d");
    EXPECT_EQ(rows_[1].object_id, "");
    const ModelRow& blank = rows_[1].row;
    EXPECT_FALSE(blank.integer_id || blank.created || blank.modified_us ||
                 blank.downloads_30_days || blank.downloads_all_time || blank.safetensors_total ||
                 blank.gguf_total || blank.likes || blank.trending_score);
    EXPECT_EQ(rows_[1].task + rows_[1].library, "");
  }
}

TEST_F(ModelsCsv, BadRowsAreCountedByReason) {
  const std::string nul(1, '\0');
  const ModelsDumpReport report =
      read("id,downloads\n\"x\ty\",1\n,1\na/b,2\nonly\nthree,1,2\n\"open,1\nb" + nul +
           "c,1\nx\"y,3\nc,4");
  EXPECT_THAT(report.rejected, ElementsAre(Pair("invalid_id", 2), Pair("malformed_row", 2),
                                           Pair("wrong_field_count", 2)));
  ASSERT_EQ(report.rows_accepted, 3);
  EXPECT_EQ(rows_[0].id, "a/b");
  EXPECT_EQ(rows_[1].id, "x\"y");
  EXPECT_EQ(rows_[2].id, "c");
  EXPECT_EQ(rows_[2].row.downloads_30_days, 4U);
}

TEST_F(ModelsCsv, BadCellsAreUnknownAndCounted) {
  const ModelsDumpReport report = read(
      "id,downloads,downloadsAllTime,createdAt,lastModified,_id,model_id,trendingScore\n"
      "a,-1,1.5,2023-02-30,never,621ffd,1x,inf\n"
      "b,18446744073709551616,+1,1969-12-31,,621ffdc036468d709f17432g,9223372036854775808,1e999\n"
      "c,12.0,1e3,2149-06-07,,,,-1e3\n"
      "d,12.,nan,2149-06-06,,,,0x1\n"
      "bad\tid,-1,,,,,,\n");
  EXPECT_THAT(report.invalid_cells,
              ElementsAre(Pair("_id", 2), Pair("createdAt", 3), Pair("downloads", 3),
                          Pair("downloadsAllTime", 4), Pair("lastModified", 1), Pair("model_id", 2),
                          Pair("trendingScore", 3)));
  ASSERT_EQ(rows_.size(), 4U);
  EXPECT_EQ(rows_[0].row.downloads_30_days, std::nullopt);
  EXPECT_EQ(rows_[0].object_id, "");
  EXPECT_EQ(rows_[1].row.integer_id, std::nullopt);
  EXPECT_EQ(rows_[1].row.created, std::nullopt);
  EXPECT_EQ(rows_[2].row.downloads_30_days, 12U);
  EXPECT_EQ(rows_[2].row.trending_score, -1000);
  EXPECT_EQ(rows_[3].row.created, kLastRecordDay);
}

TEST_F(ModelsCsv, ColumnsMayBeAbsentOrRenamed) {
  ModelsDumpReport report =
      read("model,downloads,sha,task\ngpt2,5,x,y\n", {"id=model", "pipeline_tag=task"});
  EXPECT_EQ(rows_.at(0).task, "y");
  EXPECT_EQ(rows_.at(0).id, "gpt2");
  EXPECT_EQ(rows_.at(0).row.downloads_30_days, 5U);
  EXPECT_TRUE(report.has_downloads_30_days);
  EXPECT_FALSE(report.has_created || report.has_downloads_all_time || report.has_object_id ||
               report.has_integer_id);
  EXPECT_THAT(report.missing_optional_columns,
              ElementsAre("_id", "model_id", "createdAt", "lastModified", "downloadsAllTime", "likes",
                          "trendingScore", "library_name", "safetensors.total", "gguf.total"));
  report = read("id\n");
  EXPECT_EQ(report.rows_read, 0);
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { read("model,downloads\ngpt2,5\n"); }),
              HasSubstr("no 'id'"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input,
                            [&] { read("id,downloads\n", {"createdAt=created"}); }),
              HasSubstr("--column createdAt='created'"));
  EXPECT_THAT(error_message(ErrorKind::invalid_input, [&] { read(""); }), HasSubstr("no header"));
}

TEST_F(ModelsCsv, LimitsAndDamageEndTheRun) {
  const std::string text = "id,note\na," + std::string(2000, 'x') + "\n";
  error_message(ErrorKind::limit, [&] { read(text, {}, {.max_line_bytes = 100}); });
  EXPECT_EQ(read(text).rows_accepted, 1);
  const std::string packed = gzip_bytes(text);
  error_message(ErrorKind::invalid_input, [&] { read(packed.substr(0, packed.size() - 4)); });
}

}  // namespace
}  // namespace hubcensus
