// expected.json against the files themselves, read back: joins and rules are written here anew.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "host/generate/generate.hpp"
#include "host/generate/population.hpp"
#include "kernels/calendar.hpp"
#include "tests/unit/generated_hub.hpp"

namespace hubcensus {
namespace {

using nlohmann::json;
using Sums = std::map<std::string, uint64_t>;

struct DumpModel {
  std::string account;
  std::string size_class = "unknown";
  std::optional<int64_t> created_us;
  int64_t downloads_30_days = 0;
  int64_t downloads_all_time = 0;
};

struct Annotation {
  std::string kind = "unknown";
  std::string country = "unknown";
};

json read_json(const std::filesystem::path& path) { return json::parse(read_bytes(path)); }

std::map<std::string, Annotation> read_accounts(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "account,kind,country,parent,verified");
  std::map<std::string, Annotation> accounts;
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::stringstream cells_of_line(line);
    for (std::string cell; std::getline(cells_of_line, cell, ',');) cells.push_back(cell);
    EXPECT_EQ(cells.size(), 5U) << line;
    Annotation annotation;
    if (!cells[1].empty()) annotation.kind = cells[1];
    if (!cells[2].empty()) annotation.country = cells[2];
    EXPECT_TRUE(accounts.emplace(cells[0], annotation).second) << cells[0];
  }
  return accounts;
}

double parameters_in_name(const std::string& name) {
  static const std::regex kSize(
      "(^|[^A-Za-z0-9.])((\\d+)x)?(\\d+(\\.\\d+)?)([bBmM])(?![A-Za-z0-9])");
  double largest = 0;
  for (std::sregex_iterator it(name.begin(), name.end(), kSize), end; it != end; ++it) {
    const std::smatch& match = *it;
    const double factor = match[3].matched ? std::stod(match[3]) : 1.0;
    const double unit = match[6] == "b" || match[6] == "B" ? 1e9 : 1e6;
    largest = std::max(largest, factor * std::stod(match[4]) * unit);
  }
  return largest;
}

std::string size_class(double parameters) {
  if (parameters <= 0) return "unknown";
  if (parameters < 1e9) return "<1B";
  if (parameters < 1e10) return "1-9B";
  return parameters < 1e11 ? "10-99B" : ">=100B";
}

class GenerateExpected : public GeneratedHub {
 protected:
  void read(int64_t models, int64_t records, bool one_file = true) {
    GenerateOptions options{.models = models, .records = records, .seed = 11, .out = {}};
    options.one_file = one_file;
    hub_ = generate("hub", options);
    expected_ = read_json(hub_ / "expected.json");
    dump_ = read_table(hub_ / "models.parquet");
    const auto ids = column<arrow::StringArray>(*dump_, "id");
    const auto created = column<arrow::TimestampArray>(*dump_, "createdAt");
    const auto recent = column<arrow::Int64Array>(*dump_, "downloads");
    const auto all_time = column<arrow::Int64Array>(*dump_, "downloadsAllTime");
    const auto gguf = column<arrow::StringArray>(*dump_, "gguf");
    const auto safetensors = column<arrow::StructArray>(*dump_, "safetensors");
    const auto total = std::static_pointer_cast<arrow::Int64Array>(safetensors->field(1));
    for (int64_t i = 0; i < dump_->num_rows(); ++i) {
      const std::string id = ids->GetString(i);
      const size_t slash = id.find('/');
      DumpModel model;
      model.account = slash == std::string::npos ? "(canonical)" : id.substr(0, slash);
      double parameters = parameters_in_name(id.substr(slash == std::string::npos ? 0 : slash + 1));
      if (!gguf->IsNull(i)) parameters = json::parse(gguf->GetString(i))["total"];
      if (!safetensors->IsNull(i)) parameters = static_cast<double>(total->Value(i));
      model.size_class = size_class(parameters);
      if (!created->IsNull(i)) model.created_us = created->Value(i);
      model.downloads_30_days = recent->Value(i);
      model.downloads_all_time = all_time->Value(i);
      EXPECT_TRUE(models_.emplace(id, model).second) << id;
    }
  }

  std::filesystem::path hub_;
  json expected_;
  std::shared_ptr<arrow::Table> dump_;
  std::map<std::string, DumpModel> models_;
};

TEST_F(GenerateExpected, TotalsAreThoseOfTheFiles) {
  read(4000, 60000, false);
  const auto accounts = read_accounts(hub_ / "accounts.csv");
  Sums rows, zeros, downloads, kinds, countries, sizes, by_model;  // by period and value
  for (const ReadRecord& record : read_records(hub_)) {
    const DumpModel& model = models_.at(record.model);
    const auto account = accounts.find(model.account);
    const Annotation annotation = account == accounts.end() ? Annotation() : account->second;
    const auto count = static_cast<uint64_t>(record.downloads);
    const std::string day = day_name(record.day);
    by_model[record.model] += count;
    for (const std::string& period : {std::string("all"), day.substr(0, 4), day.substr(0, 7)}) {
      ++rows[period];
      zeros[period] += count == 0 ? 1 : 0;
      downloads[period] += count;
      kinds[period + annotation.kind] += count;
      countries[period + annotation.country] += count;
      sizes[period + model.size_class] += count;
    }
  }
  const auto check = [&](const std::string& period, const json& sums) {
    EXPECT_EQ(sums["records"], rows[period]) << period;
    EXPECT_EQ(sums["zero_records"], zeros[period]) << period;
    EXPECT_EQ(sums["downloads"], downloads[period]) << period;
    EXPECT_EQ(sums["by_kind"].size(), 7U);
    EXPECT_EQ(sums["by_size_class"].size(), 5U);
    for (const auto& [kind, value] : sums["by_kind"].items())
      EXPECT_EQ(value, kinds[period + kind]);
    for (const auto& [country, value] : sums["by_country"].items()) {
      EXPECT_EQ(value, countries[period + country]) << period << country;
    }
    for (const auto& [size, value] : sums["by_size_class"].items()) {
      EXPECT_EQ(value, sizes[period + size]) << period << size;
    }
  };
  check("all", expected_["all"]);
  EXPECT_EQ(expected_["years"].size(), 4U);
  EXPECT_EQ(expected_["months"].size(), 48U);
  for (const auto& [year, sums] : expected_["years"].items()) check(year, sums);
  for (const auto& [month, sums] : expected_["months"].items()) check(month, sums);
  EXPECT_GT(zeros["all"], 0U);
  EXPECT_GT(sizes["allunknown"], 0U);

  uint64_t downloaded = 0;
  uint64_t from_200 = 0;
  std::pair<std::string, uint64_t> top;
  for (const auto& [model, count] : by_model) {  // by id: the first of a tie stays
    downloaded += count > 0 ? 1 : 0;
    from_200 += count >= 200 ? 1 : 0;
    if (count > top.second) top = {model, count};
  }
  EXPECT_EQ(expected_["models_with_downloads"], downloaded);
  EXPECT_EQ(expected_["models_below_200"], 4000 - from_200);
  EXPECT_EQ(expected_["top_model"]["id"], top.first);
  EXPECT_EQ(expected_["top_model"]["downloads"], top.second);
}

TEST_F(GenerateExpected, OvertakesAreThoseOfTheMonths) {
  read(4000, 60000);
  for (const bool cumulative : {false, true}) {
    int64_t lead = 0;  // of China
    bool behind = false;
    json overtake;
    for (const auto& [month, sums] : expected_["months"].items()) {
      const auto own =
          sums["by_country"]["CN"].get<int64_t>() - sums["by_country"]["US"].get<int64_t>();
      lead = cumulative ? lead + own : own;
      if (lead > 0 && behind && overtake.is_null()) overtake = month;
      behind = lead < 0 || (lead == 0 && behind);
    }
    EXPECT_FALSE(overtake.is_null());
    EXPECT_EQ(
        overtake,
        expected_[cumulative ? "china_overtakes_us_cumulative" : "china_overtakes_us_monthly"]);
  }
}

TEST_F(GenerateExpected, CountersOfTheDumpAgreeWithTheRecords) {
  read(4000, 60000);
  Sums all, recent;
  const Day first_recent = *parse_day("2025-12-02");
  for (const ReadRecord& record : read_records(hub_)) {
    all[record.model] += static_cast<uint64_t>(record.downloads);
    if (record.day >= first_recent) recent[record.model] += static_cast<uint64_t>(record.downloads);
    const DumpModel& model = models_.at(record.model);
    constexpr int64_t kDay = 86400'000'000;
    if (model.created_us && *model.created_us / kDay != *parse_day("2022-03-02")) {
      EXPECT_GE(record.day, *model.created_us / kDay) << record.model;
    }
  }
  uint64_t sum_all = 0;
  uint64_t sum_recent = 0;
  for (const auto& [id, model] : models_) {
    EXPECT_EQ(static_cast<uint64_t>(model.downloads_30_days), recent[id]);
    EXPECT_GE(static_cast<uint64_t>(model.downloads_all_time), all[id]);
    if (model.created_us) {
      EXPECT_GE(*model.created_us / 86400'000'000, *parse_day("2022-03-02"));
    }
    sum_all += static_cast<uint64_t>(model.downloads_all_time);
    sum_recent += static_cast<uint64_t>(model.downloads_30_days);
  }
  EXPECT_EQ(expected_["dump"]["downloads_all_time"], sum_all);
  EXPECT_EQ(expected_["dump"]["downloads_30_days"], sum_recent);
}

TEST(GenerateNames, LabelsSayTheirSize) {
  for (uint8_t label = 1; label < 19; ++label) {
    const auto& [text, parameters] = generate::size_label(label);
    EXPECT_EQ(parameters_in_name("Oak-" + std::string(text) + "-b"),
              static_cast<double>(parameters));
  }
}

TEST_F(GenerateExpected, TheDumpHasTheNestedSchema) {
  read(50, 100);
  const std::string schema = dump_->schema()->ToString();
  for (const char* field :
       {"_id: string", "id: string", "author: string", "createdAt: timestamp[us]",
        "lastModified: timestamp[us]", "downloads: int64", "downloadsAllTime: int64",
        "likes: int64", "trendingScore: double", "tags: list<element: string>", "cardData: string",
        "safetensors: struct<parameters: struct<BF16: int64, F32: int64, F16: int64, I8: int64",
        "total: int64>", "gguf: string",
        "baseModels: struct<relation: string, models: list<element: struct<_id: string, id: "
        "string>>>",
        "pipeline_tag: string", "library_name: string"}) {
    EXPECT_THAT(schema, testing::HasSubstr(field));
  }
  EXPECT_THAT(schema, testing::Not(testing::HasSubstr("tz=")));
  EXPECT_EQ(dump_->num_columns(), 16);
}

TEST_F(GenerateExpected, LineageIsAsPlanted) {
  read(6000, 0);
  const auto ids = column<arrow::StringArray>(*dump_, "id");
  const auto object_ids = column<arrow::StringArray>(*dump_, "_id");
  const auto base_models = column<arrow::StructArray>(*dump_, "baseModels");
  const auto relations = std::static_pointer_cast<arrow::StringArray>(base_models->field(0));
  const auto lists = std::static_pointer_cast<arrow::ListArray>(base_models->field(1));
  const auto bases = std::static_pointer_cast<arrow::StructArray>(lists->values());
  const auto base_objects = std::static_pointer_cast<arrow::StringArray>(bases->field(0));
  const auto base_ids = std::static_pointer_cast<arrow::StringArray>(bases->field(1));
  std::map<std::string, std::string> object_of;
  for (int64_t i = 0; i < ids->length(); ++i)
    object_of[ids->GetString(i)] = object_ids->GetString(i);
  std::set<std::pair<std::string, std::string>> edges;
  uint64_t with_bases = 0, missing = 0, selves = 0, cycles = 0;
  for (int64_t i = 0; i < ids->length(); ++i) {
    if (base_models->IsNull(i)) continue;
    ++with_bases;
    EXPECT_THAT(relations->GetString(i),
                testing::AnyOf("adapter", "finetune", "quantized", "merge"));
    for (int64_t k = lists->value_offset(i); k < lists->value_offset(i + 1); ++k) {
      const auto found = object_of.find(base_ids->GetString(k));
      missing += found == object_of.end() ? 1 : 0;
      if (found != object_of.end()) {
        EXPECT_EQ(base_objects->GetString(k), found->second);
      }
      EXPECT_EQ(base_objects->GetString(k).size(), 24U);
      EXPECT_TRUE(edges.emplace(ids->GetString(i), base_ids->GetString(k)).second);
    }
  }
  for (const auto& [model, base] : edges) {
    selves += model == base ? 1 : 0;
    cycles += model < base && edges.contains({base, model}) ? 1 : 0;
  }
  const json& dump = expected_["dump"];
  EXPECT_EQ(dump["with_base_models"], with_bases);
  EXPECT_EQ(dump["self_references"], selves);
  EXPECT_EQ(dump["two_cycles"], cycles);
  EXPECT_EQ(selves, 2U);
  EXPECT_GT(dump["bases_in_tags_only"], 10);
  EXPECT_GE(dump["missing_references"], missing);  // those in tags alone come on top
  EXPECT_GT(missing, 20U);
  EXPECT_EQ(object_of.size(), 6000U);
}

TEST_F(GenerateExpected, TheShapeIsThePublishedOne) {
  read(50000, 2000000);
  const auto share = [&](const char* year, const char* group, const char* value) {
    const json& sums = expected_["years"][year];
    return sums[group][value].get<double>() / sums["downloads"].get<double>();
  };
  EXPECT_NEAR(share("2022", "by_kind", "industry"), 0.70, 0.05);
  EXPECT_NEAR(share("2025", "by_kind", "industry"), 0.37, 0.03);
  EXPECT_NEAR(share("2022", "by_kind", "individual"), 0.17, 0.05);
  EXPECT_NEAR(share("2025", "by_kind", "individual"), 0.39, 0.03);
  EXPECT_NEAR(share("2025", "by_country", "CN"), 0.41, 0.03);
  EXPECT_THAT(expected_["china_overtakes_us_monthly"].get<std::string>(),
              testing::StartsWith("2024-"));
  EXPECT_THAT(expected_["china_overtakes_us_cumulative"].get<std::string>(),
              testing::StartsWith("2025-"));
  EXPECT_NEAR(expected_["models_below_200"].get<double>() / 50000, 0.5, 0.1);
  EXPECT_NEAR(expected_["models_with_downloads"].get<double>() / 50000, 0.55, 0.1);
  EXPECT_NEAR(expected_["dump"]["with_safetensors"].get<double>() / 50000, 0.234, 0.01);
  EXPECT_NEAR(expected_["dump"]["with_base_models"].get<double>() / 50000, 0.281, 0.01);
  std::vector<int64_t> all;
  for (const auto& [id, model] : models_) all.push_back(model.downloads_all_time);
  std::sort(all.rbegin(), all.rend());
  const double top = static_cast<double>(all[0] + all[1] + all[2] + all[3] + all[4]);
  EXPECT_NEAR(top / expected_["dump"]["downloads_all_time"].get<double>(), 0.5, 0.06);
}

}  // namespace
}  // namespace hubcensus
