#include "host/generate/generate.hpp"

#include <gmock/gmock.h>

#include <set>

#include "host/generate/record_writer.hpp"
#include "host/generate/text_file.hpp"
#include "kernels/calendar.hpp"
#include "kernels/error.hpp"
#include "tests/unit/generated_hub.hpp"

namespace hubcensus {
namespace {

using testing::HasSubstr;

// The kind and message of the Error that generating throws; kind `internal` where there is none.
std::pair<ErrorKind, std::string> failure_of(const GenerateOptions& options) {
  try {
    generate_hub(options);
  } catch (const Error& error) {
    return {error.kind(), error.what()};
  }
  return {ErrorKind::internal, "no error"};
}

class Generate : public GeneratedHub {};

TEST_F(Generate, SameSeedSameBytesForEveryThreadCount) {
  // More models than a piece of parallel work and a row group of the dump hold.
  GenerateOptions options{.models = 40000, .records = 60000, .seed = 5, .out = {}, .threads = 1};
  const auto one = read_tree(generate("one", options));
  options.threads = 3;
  const auto three = read_tree(generate("three", options));
  EXPECT_EQ(one.size(), 1461U + 3U);
  EXPECT_TRUE(one == three);
}

TEST_F(Generate, SameSeedSameBytesInOneShuffledFile) {
  GenerateOptions options{.models = 2000, .records = 30000, .seed = 5, .out = {}, .threads = 1};
  options.one_file = options.shuffled = options.integer_ids = true;
  const auto one = read_tree(generate("one", options));
  options.threads = 4;
  EXPECT_TRUE(one == read_tree(generate("four", options)));
  EXPECT_EQ(one.count("downloads/downloads.parquet"), 1U);
  EXPECT_EQ(one.size(), 4U);
}

TEST_F(Generate, AnotherSeedIsAnotherHub) {
  GenerateOptions options{.models = 200, .records = 3000, .seed = 1, .out = {}};
  options.one_file = true;
  const auto first = read_tree(generate("first", options));
  options.seed = 2;
  const auto second = read_tree(generate("second", options));
  ASSERT_EQ(first.size(), 4U);
  for (const auto& [name, bytes] : first) EXPECT_NE(bytes, second.at(name)) << name;
}

TEST_F(Generate, WritesExactlyTheRecordsAskedForEachModelAndDayOnce) {
  for (const int64_t records : {0, 1, 1460, 20000, 88888}) {
    GenerateOptions options{.models = 500, .records = records, .seed = 3, .out = {}};
    options.one_file = records != 20000;
    const auto read = read_records(generate(std::to_string(records), options));
    EXPECT_EQ(static_cast<int64_t>(read.size()), records);
    std::set<std::pair<std::string, int32_t>> pairs;
    for (const ReadRecord& record : read) pairs.emplace(record.model, record.day);
    EXPECT_EQ(pairs.size(), read.size());
  }
}

TEST_F(Generate, FillsTheHubToTheMaximum) {
  EXPECT_EQ(max_records(1), 1461);
  for (const int64_t models : {1, 7, 120}) {
    GenerateOptions options{.models = models, .records = max_records(models), .seed = 9, .out = {}};
    options.one_file = true;
    const auto read = read_records(generate(std::to_string(models), options));
    EXPECT_EQ(static_cast<int64_t>(read.size()), max_records(models));
  }
}

TEST_F(Generate, OneModelWithoutRecordsIsAHub) {
  const auto hub = generate("hub", {.models = 1, .records = 0, .seed = 0, .out = {}});
  EXPECT_EQ(read_table(hub / "models.parquet")->num_rows(), 1);
  EXPECT_TRUE(read_records(hub).empty());
  EXPECT_THAT(read_bytes(hub / "expected.json"), HasSubstr("\"first_record_day\": null"));
}

TEST_F(Generate, DayFilesHoldTheirOwnDay) {
  for (const bool shuffled : {false, true}) {
    GenerateOptions options{.models = 3000, .records = 40000, .seed = 4, .out = {}};
    options.shuffled = shuffled;
    const auto hub = generate(shuffled ? "shuffled" : "ordered", options);
    for (const char* day : {"2023-01-01", "2024-02-29", "2025-12-31"}) {
      const auto table = read_table(hub / "downloads" / (std::string(day) + ".parquet"));
      ASSERT_GT(table->num_rows(), 0) << day;
      const auto days = column<arrow::Date32Array>(*table, "date");
      for (int64_t i = 0; i < days->length(); ++i) EXPECT_EQ(day_name(days->Value(i)), day);
    }
  }
}

TEST_F(Generate, LayoutsHoldTheSameRecords) {
  const GenerateOptions options{.models = 3000, .records = 50000, .seed = 6, .out = {}};
  const auto many = read_records(generate("many", options));
  auto sorted = many;
  std::sort(sorted.begin(), sorted.end());
  for (const bool one_file : {false, true}) {
    for (const bool shuffled : {false, true}) {
      if (!one_file && !shuffled) continue;
      GenerateOptions other = options;
      other.one_file = one_file;
      other.shuffled = shuffled;
      auto read =
          read_records(generate((one_file ? "one_" : "many_") + std::to_string(shuffled), other));
      EXPECT_EQ(read == many, !shuffled);  // the order of one ordered file is that of the days
      std::sort(read.begin(), read.end());
      EXPECT_TRUE(read == sorted);
    }
  }
}

TEST_F(Generate, ShuffledOneFileMixesTheDays) {
  GenerateOptions options{.models = 3000, .records = 50000, .seed = 6, .out = {}};
  options.one_file = options.shuffled = true;
  const auto records = read_records(generate("hub", options));
  int64_t rises = 0;
  for (size_t i = 1; i < records.size(); ++i) rises += records[i].day > records[i - 1].day ? 1 : 0;
  EXPECT_GT(rises, 20000);
  EXPECT_LT(rises, 30000);
}

TEST_F(Generate, IntegerIdsJoinTheSameRecords) {
  GenerateOptions options{.models = 3000, .records = 50000, .seed = 6, .out = {}};
  options.one_file = true;
  auto texts = read_records(generate("texts", options));
  EXPECT_EQ(read_table(folder_ / "texts" / "models.parquet")->GetColumnByName("model_id"), nullptr);
  options.integer_ids = options.shuffled = true;
  const auto hub = generate("integers", options);
  const auto dump = read_table(hub / "models.parquet");
  const auto ids = column<arrow::StringArray>(*dump, "id");
  const auto integers = column<arrow::Int64Array>(*dump, "model_id");
  std::map<std::string, std::string> names;
  for (int64_t i = 0; i < ids->length(); ++i) {
    names[std::to_string(integers->Value(i))] = ids->GetString(i);
  }
  EXPECT_EQ(names.size(), 3000U);
  auto read = read_records(hub);
  for (ReadRecord& record : read) record.model = names.at(record.model);
  std::sort(texts.begin(), texts.end());
  std::sort(read.begin(), read.end());
  EXPECT_TRUE(read == texts);
}

TEST_F(Generate, RefusesNumbersOutOfRange) {
  GenerateOptions options{.models = 0, .records = 0, .seed = 0, .out = folder_ / "hub"};
  EXPECT_EQ(failure_of(options).first, ErrorKind::usage);
  options.models = 1;
  options.records = -1;
  EXPECT_EQ(failure_of(options).first, ErrorKind::usage);
  options.records = 1462;
  const auto [kind, message] = failure_of(options);
  EXPECT_EQ(kind, ErrorKind::usage);
  EXPECT_THAT(message, HasSubstr("the maximum is 1461"));
  EXPECT_FALSE(std::filesystem::exists(options.out));
}

TEST_F(Generate, RefusesAFolderThatIsNotEmpty) {
  GenerateOptions options{.models = 1, .records = 0, .seed = 0, .out = folder_ / "hub"};
  options.one_file = true;
  std::filesystem::create_directories(options.out);
  generate_hub(options);  // an empty one is taken
  const auto before = read_tree(options.out);
  const auto [kind, message] = failure_of(options);
  EXPECT_EQ(kind, ErrorKind::usage);
  EXPECT_THAT(message, HasSubstr("not empty"));
  EXPECT_TRUE(before == read_tree(options.out));
}

TEST_F(Generate, SaysWhereItCannotWrite) {
  std::ofstream(folder_ / "file") << "text";
  const GenerateOptions options{
      .models = 1, .records = 0, .seed = 0, .out = folder_ / "file" / "hub"};
  const auto [kind, message] = failure_of(options);
  EXPECT_EQ(kind, ErrorKind::output);
  EXPECT_THAT(message, HasSubstr((folder_ / "file").string()));
}

TEST(GenerateWriters, SayThatTheDiskIsFull) {
  const std::filesystem::path full = "/dev/full";
  if (!std::filesystem::exists(full)) GTEST_SKIP() << "this system has no /dev/full";
  const auto kind_of = [](const auto& write) {
    try {
      write();
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("/dev/full"));
      return error.kind();
    }
    return ErrorKind::internal;
  };
  EXPECT_EQ(kind_of([&] {
              generate::TextFile file(full);
              file.append("text");
              file.close();
            }),
            ErrorKind::output);
  const generate::GrowthCurve growth(10, 10);
  const generate::Population population(10, 1, growth, 1);
  EXPECT_EQ(kind_of([&] {
              generate::RecordWriter writer(full, population, false);
              writer.write(std::vector<generate::Record>(10, {1, 2, 3}));
              writer.close();
            }),
            ErrorKind::output);
}

}  // namespace
}  // namespace hubcensus
