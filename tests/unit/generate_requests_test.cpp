// Requests against the daily records, and lists of the API against the dump, read back.
#include <gmock/gmock.h>

#include "kernels/error.hpp"
#include "tests/unit/generated_kinds.hpp"

namespace hubcensus {
namespace {

using nlohmann::json;

class GenerateRequestsAndApi : public GenerateKinds {};

TEST_F(GenerateRequestsAndApi, RequestsCountToTheRecords) {
  make({.models = 60, .records = 900, .seed = 4, .out = {}}, {"daily", "requests"});
  const auto rows = read_csv(hub_ / "requests" / "requests.csv",
                             "timestamp,status,method,repoName,repoType,hashedUserId,hashedIp,"
                             "country,region,userAgent");
  std::map<std::pair<std::string, Day>, int64_t> counted;
  MonthSums rejected, countries, months;
  std::map<std::string, std::string> country_of_user;
  std::string previous;
  for (const Row& row : rows) {
    ASSERT_EQ(row.size(), 10U);
    EXPECT_LE(previous, row[0]);
    previous = row[0];
    EXPECT_EQ(country_of_user.emplace(row[5], row[7]).first->second, row[7]);
    const bool is_model = row[4] == "model";
    const bool reads = row[2] == "GET" || row[2] == "HEAD";
    const bool done = number(row[1]) >= 200 && number(row[1]) < 400;
    EXPECT_GE(int{is_model} + int{reads} + int{done}, 2) << "one fault alone";
    if (!is_model) ++rejected["other_repo_type"];
    if (!reads) ++rejected["other_method"];
    if (!done) ++rejected["failed_request"];
    if (!is_model || !reads || !done) continue;
    ++counted[{row[3], *parse_timestamp_day(row[0])}];
    ++countries[row[7].empty() ? "unknown" : row[7]];
    ++months[row[0].substr(0, 7)];
  }
  for (const ReadRecord& record : records_) {
    EXPECT_EQ((counted[{record.model, record.day}]), record.downloads) << record.model;
    counted.erase({record.model, record.day});
  }
  EXPECT_TRUE(counted.empty());
  EXPECT_GT(rows.size(), 10000U);
  EXPECT_EQ(rejected.size(), 3U);
  const json& expected = expected_["requests"];
  EXPECT_EQ(expected["rows"], rows.size());
  EXPECT_EQ(expected["rejected"].get<MonthSums>(), rejected);
  for (const auto& [country, sum] : expected["by_user_country"].items()) {
    EXPECT_EQ(sum, countries[country]) << country;
  }
  for (const auto& [month, sum] : expected["months"].items()) EXPECT_EQ(sum, months[month]);

  const auto table = read_table(hub_ / "requests" / "requests.parquet");
  ASSERT_EQ(table->num_rows(), static_cast<int64_t>(rows.size()));
  const auto times = column<arrow::TimestampArray>(*table, "timestamp");
  const auto statuses = column<arrow::Int32Array>(*table, "status");
  for (int64_t i = 0; i < table->num_rows(); ++i) {
    const Row& row = rows[static_cast<size_t>(i)];
    ASSERT_EQ(times->Value(i) * 1000, *parse_timestamp_us(row[0]));
    ASSERT_EQ(statuses->Value(i), std::stoi(row[1]));
    for (int k = 2; k < 10; ++k) {
      const auto texts = std::static_pointer_cast<arrow::StringArray>(table->column(k)->chunk(0));
      const std::string text = texts->IsNull(i) ? "" : texts->GetString(i);
      ASSERT_EQ(text, row[static_cast<size_t>(k)]);
    }
  }
}

TEST_F(GenerateRequestsAndApi, TooManyRequestsAreRefusedBeforeAnythingIsWritten) {
  GenerateOptions options{.models = 4000, .records = 100000, .seed = 4, .out = folder_ / "hub"};
  options.kinds = record_kinds_of({"requests"});
  try {
    generate_hub(options);
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("--models 2079 or --records 45000"));
  }
  EXPECT_FALSE(std::filesystem::exists(options.out));
}

TEST_F(GenerateRequestsAndApi, TheApiTellsTheRowsOfTheDump) {
  make({.models = 2000, .records = 5000, .seed = 4, .out = {}}, {"daily", "api"});
  const auto lines = read_json_lines(hub_ / "api" / "models.jsonl");
  const json array = json::parse(read_bytes(hub_ / "api" / "models.json"));
  ASSERT_EQ(lines.size(), 2000U);
  EXPECT_TRUE(array == json(lines));
  const auto dump = read_table(hub_ / "models.parquet");
  const auto created = column<arrow::TimestampArray>(*dump, "createdAt");
  const auto safetensors = column<arrow::StructArray>(*dump, "safetensors");
  const auto bases = column<arrow::StructArray>(*dump, "baseModels");
  const auto gguf = column<arrow::StringArray>(*dump, "gguf");
  uint64_t with_sizes = 0, with_bases = 0;
  for (int64_t i = 0; i < dump->num_rows(); ++i) {
    const json& line = lines[static_cast<size_t>(i)];
    EXPECT_EQ(line["id"], column<arrow::StringArray>(*dump, "id")->GetString(i));
    EXPECT_EQ(line["downloadsAllTime"],
              column<arrow::Int64Array>(*dump, "downloadsAllTime")->Value(i));
    EXPECT_EQ(line.contains("createdAt"), !created->IsNull(i));
    if (line.contains("createdAt")) {
      const std::string time = line["createdAt"];
      EXPECT_EQ(*parse_timestamp_us(time), created->Value(i)) << time;
      EXPECT_THAT(time, testing::EndsWith(".000Z"));
    }
    EXPECT_EQ(line.contains("safetensors"), !safetensors->IsNull(i));
    EXPECT_EQ(line.contains("baseModels"), !bases->IsNull(i));
    EXPECT_EQ(line.contains("gguf"), !gguf->IsNull(i));
    if (line.contains("gguf")) {
      EXPECT_EQ(line["gguf"], json::parse(gguf->GetString(i)));
    }
    if (line.contains("safetensors")) {
      uint64_t sum = 0;
      for (const auto& [dtype, count] : line["safetensors"]["parameters"].items()) {
        sum += count.get<uint64_t>();
      }
      EXPECT_EQ(line["safetensors"]["total"], sum);
      ++with_sizes;
    }
    if (line.contains("baseModels")) {
      EXPECT_EQ(line["baseModels"]["models"][0]["_id"].get<std::string>().size(), 24U);
      ++with_bases;
    }
  }
  EXPECT_EQ(expected_["dump"]["with_safetensors"], with_sizes);
  EXPECT_EQ(expected_["dump"]["with_base_models"], with_bases);
  EXPECT_GT(with_bases, 100U);
}

TEST_F(GenerateRequestsAndApi, OrganizationsAreTheAnnotatedOnes) {
  make({.models = 2000, .records = 0, .seed = 4, .out = {}}, {"daily", "api"});
  std::map<std::string, std::pair<std::string, std::string>> accounts;
  for (const Row& row : read_csv(hub_ / "accounts.csv", "account,kind,country,parent,verified")) {
    accounts[row[0]] = {row[1], row[4]};
  }
  const auto organizations = read_json_lines(hub_ / "api" / "organizations.jsonl");
  EXPECT_GT(organizations.size(), 20U);
  for (const json& organization : organizations) {
    const auto& [kind, verified] = accounts.at(organization["name"]);
    EXPECT_NE(kind, "individual");
    EXPECT_EQ(organization["isVerified"], verified == "true");
  }
  for (const char* list : {"models", "datasets", "spaces", "organizations", "daily_papers"}) {
    const auto rows = read_json_lines(hub_ / "api" / (std::string(list) + ".jsonl"));
    EXPECT_EQ(expected_["api"][list], rows.size()) << list;
  }
}

}  // namespace
}  // namespace hubcensus
