#include "host/report/parquet_writer.hpp"

#include <arrow/array.h>
#include <arrow/io/file.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>
#include <gtest/gtest.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "host/report/digest.hpp"
#include "kernels/error.hpp"
#include "tests/unit/temporary_folder.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<arrow::Table> read(const fs::path& path) {
  const auto file = arrow::io::ReadableFile::Open(path.string()).ValueOrDie();
  auto reader = parquet::arrow::OpenFile(file, arrow::default_memory_pool()).ValueOrDie();
  return reader->ReadTable().ValueOrDie()->CombineChunks().ValueOrDie();
}

template <typename Array>
const Array& column(const arrow::Table& table, const char* name) {
  return dynamic_cast<const Array&>(*table.GetColumnByName(name)->chunk(0));
}

void fill(Table& table) {
  auto key = table.key("key");
  auto point = table.key_integer("point");
  auto text = table.text("text");
  auto gini = table.wide_ratio("gini");
  auto share = table.ratio("share");
  auto flag = table.boolean("flag");
  u128 largest = 1;
  for (int i = 0; i < 38; ++i) largest *= 10;
  key.add("=a");
  point.add(0);
  text.add("bad \xFF byte");
  gini.add(Ratio{largest - 1, largest / 2});
  share.add(Ratio{1, 3});
  flag.add(true);
  key.add("b");
  point.add(100);
  text.add(std::nullopt);
  gini.add(std::nullopt);
  share.add(Ratio{0, 0});
  flag.add(std::nullopt);
}

TEST(ParquetWriter, EveryTypeComesBack) {
  Table table("t", "q", "d");
  fill(table);
  const TemporaryFolder scratch;
  write_parquet(table, scratch.path() / "t.parquet");
  const auto back = read(scratch.path() / "t.parquet");
  ASSERT_EQ(back->num_rows(), 2);
  EXPECT_EQ(back->schema()->ToString(),
            "key: string not null\npoint: int64 not null\ntext: string\n"
            "gini_num: decimal128(38, 0)\ngini_den: decimal128(38, 0)\ngini: double\n"
            "share_num: int64\nshare_den: int64\nshare: double\nflag: bool");
  EXPECT_EQ(column<arrow::StringArray>(*back, "key").GetString(0), "=a");  // no guard here
  EXPECT_EQ(column<arrow::StringArray>(*back, "text").GetString(0), "bad \xEF\xBF\xBD byte");
  EXPECT_TRUE(column<arrow::StringArray>(*back, "text").IsNull(1));
  EXPECT_EQ(column<arrow::Int64Array>(*back, "point").Value(1), 100);
  const auto& wide = column<arrow::Decimal128Array>(*back, "gini_num");
  EXPECT_EQ(wide.FormatValue(0), "99999999999999999999999999999999999999");
  EXPECT_TRUE(wide.IsNull(1));
  EXPECT_EQ(column<arrow::DoubleArray>(*back, "gini").Value(0), 2.0);
  EXPECT_EQ(column<arrow::DoubleArray>(*back, "share").Value(0), 1.0 / 3.0);
  EXPECT_TRUE(column<arrow::DoubleArray>(*back, "share").IsNull(1));
  EXPECT_EQ(column<arrow::Int64Array>(*back, "share_den").Value(1), 0);
  EXPECT_TRUE(column<arrow::BooleanArray>(*back, "flag").Value(0));
  EXPECT_TRUE(column<arrow::BooleanArray>(*back, "flag").IsNull(1));
}

TEST(ParquetWriter, TheFileSaysWhatItAnswers) {
  Table table("concentration", "How unequal?", "Gini = ...");
  table.key("key").add("a");
  const TemporaryFolder scratch;
  write_parquet(table, scratch.path() / "t.parquet");
  const auto metadata =
      parquet::ParquetFileReader::OpenFile((scratch.path() / "t.parquet").string())->metadata();
  const auto pairs = metadata->key_value_metadata();
  ASSERT_NE(pairs, nullptr);
  EXPECT_EQ(pairs->Get("hubcensus.table").ValueOrDie(), "concentration");
  EXPECT_EQ(pairs->Get("hubcensus.question").ValueOrDie(), "How unequal?");
  EXPECT_EQ(pairs->Get("hubcensus.definition").ValueOrDie(), "Gini = ...");
  EXPECT_EQ(metadata->created_by().rfind("hubcensus version ", 0), 0U);
}

TEST(ParquetWriter, TheSameTableGivesTheSameBytes) {
  const TemporaryFolder scratch;
  for (const char* name : {"1", "2"}) {
    Table table("t", "q", "d");
    fill(table);
    write_parquet(table, scratch.path() / name);
  }
  EXPECT_EQ(file_digest(scratch.path() / "1"), file_digest(scratch.path() / "2"));
}

TEST(ParquetWriter, EmptyTablesAndSeveralRowGroupsComeBack) {
  const TemporaryFolder scratch;
  Table empty("t", "q", "d");
  empty.key("key");
  empty.real("x");
  write_parquet(empty, scratch.path() / "empty");
  const auto none = read(scratch.path() / "empty");
  EXPECT_EQ(none->num_rows(), 0);
  EXPECT_EQ(none->num_columns(), 2);

  Table large("t", "q", "d");
  auto key = large.key_integer("key");
  constexpr uint64_t kRows = (1 << 20) + 5;
  for (uint64_t i = 0; i < kRows; ++i) key.add(i);
  write_parquet(large, scratch.path() / "large");
  const auto path = (scratch.path() / "large").string();
  EXPECT_EQ(parquet::ParquetFileReader::OpenFile(path)->metadata()->num_row_groups(), 2);
  const auto back = read(path);
  ASSERT_EQ(back->num_rows(), static_cast<int64_t>(kRows));
  const auto& values = column<arrow::Int64Array>(*back, "key");
  int64_t wrong = 0;
  for (int64_t i = 0; i < back->num_rows(); ++i) wrong += values.Value(i) != i;
  EXPECT_EQ(wrong, 0);
}

TEST(ParquetWriter, RefusesANullKeyAndAnUnwritablePath) {
  const TemporaryFolder scratch;
  Table null_key("t", "q", "d");
  null_key.key("key").add(std::nullopt);
  EXPECT_THROW(write_parquet(null_key, scratch.path() / "t"), Error);
  Table table("t", "q", "d");
  table.key("key").add("a");
  try {
    write_parquet(table, scratch.path() / "absent" / "t");
    ADD_FAILURE() << "it was written";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::output);
  }
}

}  // namespace
}  // namespace hubcensus
