// Other kinds of records against the daily records of the same Hub, read back.
#include <gmock/gmock.h>

#include <set>

#include "host/generate/renaming.hpp"
#include "kernels/error.hpp"
#include "tests/unit/generated_kinds.hpp"

namespace hubcensus {
namespace {

using nlohmann::json;

TEST_F(GenerateKinds, PublisherRowsAreTheRecordsWithRunningTotals) {
  make({.models = 700, .records = 20000, .seed = 4, .out = {}}, {"daily", "publisher"});
  std::vector<ReadRecord> models;
  std::set<std::pair<std::string, std::string>> repositories;
  std::pair<std::string, std::string> repository;
  uint64_t total = 0, others = 0;
  std::string previous;
  const auto rows = read_csv(hub_ / "publisher" / "publisher-analytics.csv",
                             "repoType,repoName,total,timestamp,downloads");
  for (const Row& row : rows) {
    ASSERT_EQ(row.size(), 5U);
    if (repository != std::pair(row[0], row[1])) {
      repository = {row[0], row[1]};
      total = 0;
      previous.clear();
      EXPECT_TRUE(repositories.insert(repository).second) << row[1] << " is there twice";
    }
    total += number(row[4]);
    EXPECT_EQ(number(row[2]), total) << row[1] << row[3];
    EXPECT_LT(previous, row[3]);
    previous = row[3];
    EXPECT_EQ(row[3].substr(10), "T00:00:00.000Z");
    if (row[0] != "model") {
      ++others;
    } else {
      models.push_back({row[1], *parse_day(row[3].substr(0, 10)), std::stoll(row[4])});
    }
  }
  std::sort(models.begin(), models.end());
  std::sort(records_.begin(), records_.end());
  EXPECT_TRUE(models == records_);
  EXPECT_GT(others, 10U);
  EXPECT_EQ(expected_["publisher"]["rows"], rows.size());
  EXPECT_EQ(expected_["publisher"]["rejected"]["other_repo_type"], others);
  for (const auto& [month, sums] : expected_["months"].items()) {
    EXPECT_EQ(expected_["publisher"]["months"][month], sums["downloads"]) << month;
  }
}

class GenerateSnapshots : public GenerateKinds {
 protected:
  void check(size_t count, bool weekly);
};

// Every snapshot against the records, and the differences of month ends by the rule: a model's
// first value is a baseline unless it was created on the first day of the series or later.
void GenerateSnapshots::check(size_t count, bool weekly) {
  std::map<std::string, std::map<std::string, uint64_t>> ends;  // month, _id: the last value
  std::map<std::string, std::set<std::string>> ids;             // by _id
  std::set<std::string> days;
  int64_t rows = 0;
  for (const auto& entry : std::filesystem::directory_iterator(hub_ / "snapshots")) {
    days.insert(entry.path().filename().string());
  }
  ASSERT_EQ(days.size(), count);
  for (const std::string& name : days) {
    const Day day = *parse_day(name);
    const auto table = read_table(hub_ / "snapshots" / name / "models.parquet");
    auto all = downloads_between(0, day);
    auto recent = downloads_between(day - 29, day);
    EXPECT_EQ(table->GetColumnByName("downloads") == nullptr, weekly);
    rows += table->num_rows();
    auto& end = ends[name.substr(0, 7)];
    end.clear();
    for (int64_t i = 0; i < table->num_rows(); ++i) {
      const auto object = column<arrow::StringArray>(*table, "_id")->GetString(i);
      const auto value = column<arrow::Int64Array>(*table, "downloadsAllTime")->Value(i);
      ids[object].insert(column<arrow::StringArray>(*table, "id")->GetString(i));
      end[object] = static_cast<uint64_t>(value);
      const std::string& id = newest_id_.at(object);
      ASSERT_EQ(end[object], all[id]) << name << id;
      all.erase(id);
      if (weekly) continue;
      ASSERT_EQ(column<arrow::Int64Array>(*table, "downloads")->Value(i),
                static_cast<int64_t>(recent[id]))
          << name << id;
    }
    EXPECT_TRUE(all.empty()) << name << " lacks a model that has records";
  }
  std::map<std::string, uint64_t> base;
  for (const auto& [month, values] : ends) {
    uint64_t sum = 0;
    for (const auto& [object, value] : values) {
      const auto before = base.find(object);
      const auto created = created_.find(object);
      const bool is_new = created != created_.end() && created->second >= *parse_day(*days.begin());
      if (before != base.end()) sum += value - before->second;
      if (before == base.end() && is_new) sum += value;
      base[object] = value;
    }
    EXPECT_EQ(expected_["cumulative"]["months"][month], sum) << month;
  }
  uint64_t renamed = 0;
  for (const auto& [object, names] : ids) {
    renamed += names.size() == 2 ? 1 : 0;
    EXPECT_LE(names.size(), 2U);
  }
  EXPECT_GT(renamed, 0U);
  EXPECT_EQ(expected_["cumulative"]["renamed_models"], renamed);
  EXPECT_EQ(expected_["cumulative"]["rows"], rows);
}

TEST_F(GenerateSnapshots, SnapshotsOfMonthEndsAreSumsOfTheRecords) {
  make({.models = 2500, .records = 30000, .seed = 4, .out = {}}, {"daily", "cumulative"});
  check(49, false);
  const auto width = [&](const std::string& day) {
    return read_table(hub_ / "snapshots" / day / "models.parquet")->num_columns();
  };
  EXPECT_LT(width("2021-12-31"), width("2023-06-30"));
  EXPECT_LT(width("2023-06-30"), width("2025-12-31"));
}

TEST_F(GenerateSnapshots, WeeklySnapshotsBeginWithBaselines) {
  make({.models = 2500, .records = 30000, .seed = 4, .out = {}, .weekly_snapshots = true},
       {"daily", "cumulative"});
  EXPECT_EQ(expected_["cumulative"]["first_day"], "2025-01-05");
  check(52, true);
}

TEST_F(GenerateSnapshots, OldIdsAreNoOtherModelsIds) {
  const generate::GrowthCurve growth(20000, 0);
  const generate::Population population(20000, 3, growth, 1);
  std::set<std::string> ids;
  for (int64_t i = 0; i < 20000; ++i) ids.emplace(population.id(i));
  int64_t renamed = 0;
  for (int64_t i = 0; i < 20000; ++i) {
    const auto day = renaming_day(population, i);
    if (!day) continue;
    ++renamed;
    EXPECT_GT(*day, population[i].first_day);
    EXPECT_LT(*day, generate::kDays);
    EXPECT_EQ(id_on(population, i, *day), population.id(i));
    EXPECT_TRUE(ids.insert(id_on(population, i, *day - 1)).second) << population.id(i);
  }
  EXPECT_NEAR(static_cast<double>(renamed), 200, 50);
}

TEST_F(GenerateKinds, RollingSumsAreThoseOfThirtyDays) {
  make({.models = 500, .records = 10000, .seed = 4, .out = {}}, {"daily", "rolling30"});
  std::map<std::string, MonthSums> days;
  const auto rows =
      read_csv(hub_ / "rolling30" / "rolling30.csv", "date,model_id,downloads_30d,likes");
  for (const Row& row : rows) days[row[0]][row[1]] = number(row[2]);
  MonthSums months;  // the last day of a month overwrites the 15th
  for (const auto& [name, sums] : days) {
    const Day day = *parse_day(name);
    EXPECT_TRUE(name.ends_with("-15") || day_name(day + 1).ends_with("-01")) << name;
    EXPECT_EQ(sums, downloads_between(day - 29, day)) << name;
    months[name.substr(0, 7)] = 0;
    for (const auto& [model, downloads] : sums) months[name.substr(0, 7)] += downloads;
  }
  EXPECT_GT(days.size(), 80U);
  EXPECT_EQ(expected_["rolling30"]["rows"], rows.size());
  EXPECT_EQ(expected_["rolling30"]["months"].get<MonthSums>(), months);
}

TEST_F(GenerateKinds, SameBytesForEveryThreadCount) {
  GenerateOptions options{.models = 300, .records = 60, .seed = 4, .out = {}, .threads = 1};
  options.one_file = true;
  options.kinds =
      record_kinds_of({"daily", "publisher", "cumulative", "rolling30", "requests", "api"});
  const auto one = read_tree(generate("one", options));
  options.threads = 2;
  EXPECT_TRUE(one == read_tree(generate("two", options)));
  EXPECT_EQ(one.size(), 4U + 1 + 49 + 1 + 2 + 6);
}

TEST_F(GenerateKinds, FullIsTheSameForEveryThreadCount) {
  GenerateOptions options{.models = 300, .records = 60, .seed = 4, .out = {}, .threads = 1};
  options.one_file = true;
  options.integer_ids = true;
  options.kinds = record_kinds_of({"full", "requests"});
  const auto one = read_tree(generate("one", options));
  options.threads = 2;
  EXPECT_TRUE(one == read_tree(generate("two", options)));
  // As above without publisher and rolling30; planted records, datasets.parquet, companies,
  // champions, home bias.
  EXPECT_EQ(one.size(), 4U + 49 + 2 + 6 + 1 + 1 + 1 + 1 + 1);
}

// Whatever is drawn, the planted rows are those of every Hub; the drawn ones stay as they are.
TEST_F(GenerateKinds, FullAddsRowsToTheSameHub) {
  GenerateOptions options{.models = 300, .records = 60, .seed = 4, .out = {}};
  options.one_file = true;
  options.integer_ids = true;
  options.kinds = record_kinds_of({"daily"});
  const auto drawn = read_table(generate("drawn", options) / "models.parquet");
  options.kinds = record_kinds_of({"full"});
  const auto hub = generate("full", options);
  const json expected = json::parse(read_bytes(hub / "expected.json"));
  const auto full = read_table(hub / "models.parquet");
  EXPECT_TRUE(full->Slice(0, 300)->Equals(*drawn));
  EXPECT_EQ(full->num_rows(), 300 + expected["planted"]["models"].get<int64_t>());
  std::set<int64_t> integers;
  std::set<std::string> ids, objects;
  for (int64_t i = 0; i < full->num_rows(); ++i) {
    integers.insert(column<arrow::Int64Array>(*full, "model_id")->Value(i));
    ids.insert(column<arrow::StringArray>(*full, "id")->GetString(i));
    objects.insert(column<arrow::StringArray>(*full, "_id")->GetString(i));
  }
  for (const size_t distinct : {integers.size(), ids.size(), objects.size()}) {
    EXPECT_EQ(static_cast<int64_t>(distinct), full->num_rows());
  }
  EXPECT_EQ(expected["all"]["records"], 60 + expected["planted"]["records"].get<int64_t>());
}

TEST_F(GenerateKinds, TrendingScoresAreDrawn) {
  make({.models = 2500, .records = 30000, .seed = 4, .out = {}}, {"daily"});
  const auto scores = column<arrow::DoubleArray>(*read_table(hub_ / "models.parquet"),
                                                 "trendingScore");
  std::set<double> distinct;
  for (int64_t i = 0; i < scores->length(); ++i) distinct.insert(scores->Value(i));
  EXPECT_GT(distinct.size(), 10U);
}

TEST_F(GenerateKinds, KindsWithoutDailyTellTheSameTotals) {
  GenerateOptions options{.models = 300, .records = 2000, .seed = 4, .out = {}};
  options.one_file = true;
  options.kinds = record_kinds_of({"rolling30"});
  const auto hub = generate("rolling30", options);
  EXPECT_FALSE(std::filesystem::exists(hub / "downloads"));
  json without = json::parse(read_bytes(hub / "expected.json"));
  without.erase("rolling30");
  options.kinds = record_kinds_of({"daily"});
  const auto daily = generate("daily", options);
  EXPECT_EQ(without, json::parse(read_bytes(daily / "expected.json")));
  EXPECT_EQ(read_bytes(hub / "models.parquet"), read_bytes(daily / "models.parquet"));
}

TEST(RecordKindsOf, NamesTheNearestWord) {
  EXPECT_TRUE(record_kinds_of({"api", "daily"}).api);
  EXPECT_FALSE(record_kinds_of({"api"}).daily);
  EXPECT_TRUE(record_kinds_of({"full"}).cumulative);
  EXPECT_FALSE(record_kinds_of({"full"}).requests);
  try {
    record_kinds_of({"daily", "publsher"});
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_STREQ(error.what(), "--kinds knows no 'publsher'; the nearest is 'publisher'");
  }
}

}  // namespace
}  // namespace hubcensus
