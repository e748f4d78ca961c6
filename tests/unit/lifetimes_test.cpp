#include "kernels/lifetimes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include "kernels/backend.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/record_batch.hpp"

namespace hubcensus {
namespace {

using Records = std::vector<Record>;
using Sums = std::map<std::pair<uint32_t, int>, uint64_t>;  // by model and band or week, none of 0

constexpr Day kBorn = 19'700;

struct Facts {
  Sums age;
  Sums weeks;
  bool operator==(const Facts&) const = default;
};

// Written from the definition, without the tables and the arithmetic of the fold.
int band_of(int age) {
  if (age < 7) return 0;
  if (age <= 13) return 1;
  if (age <= 29) return 2;
  if (age <= 59) return 3;
  if (age <= 89) return 4;
  if (age <= 179) return 5;
  return age <= 364 ? 6 : 7;
}

Facts brute_force(const Records& records, std::span<const Day> born) {
  Facts facts;
  for (const auto& [model, day, downloads] : records) {
    if (model >= born.size() || born[model] == kAlwaysBorn || downloads == 0) continue;
    const int age = day < born[model] ? 0 : day - born[model];
    facts.age[{model, band_of(age)}] += downloads;
    for (int week = 0; week < 52; ++week) {
      if (7 * week <= age && age < 7 * week + 7) facts.weeks[{model, week}] += downloads;
    }
  }
  return facts;
}

Facts facts_of(const Tally& tally, const Records& records) {
  std::set<uint32_t> models;
  for (const Record& record : records) models.insert(record.model);
  Facts facts;
  for (const uint32_t model : models) {
    const AgeBands bands = tally.age->of_model(model);
    for (int band = 0; band < 8; ++band) {
      if (bands[band] != 0) facts.age[{model, band}] = bands[band];
    }
    const LifeWeeks weeks = tally.weeks->of_model(model);
    for (int week = 0; week < 52; ++week) {
      if (weeks[week] != 0) facts.weeks[{model, week}] = weeks[week];
    }
  }
  return facts;
}

class LifetimesTest : public testing::Test {
 protected:
  std::unique_ptr<Fold> start() {
    return backend_->start_fold(plan(true, true), budget_);
  }

  FoldPlan plan(bool age, bool weeks) const {
    FoldPlan facets;
    facets.month = false;
    facets.age = age;
    facets.weeks = weeks;
    facets.born = born_;
    return facets;
  }

  Facts fold(const Records& records, bool narrow = false) {
    const auto fold = start();
    add_records(*fold, records, narrow);
    return facts_of(fold->finish(), records);
  }

  std::unique_ptr<Backend> backend_ = make_cpu_backend();
  MemoryBudget budget_{int64_t{8} << 30};
  // Model 1 is of unknown creation, model 3 of long ago, model 4 born behind all records.
  std::vector<Day> born_ = {kBorn, kAlwaysBorn, kBorn + 100, -700'000, kLastRecordDay + 9, 0};
};

// Models of the dump and two beyond, over 800 days from before the first creation on, in runs.
Records some_records(size_t n, uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  Records records(n);
  for (size_t i = 0; i < n; ++i) {
    if (i > 0 && random() % 3 == 0) {
      records[i] = records[i - 1];
    } else {
      records[i].model = static_cast<uint32_t>(random() % 8);
      records[i].day = static_cast<uint16_t>(kBorn - 100 + static_cast<int>(random() % 800));
    }
    records[i].downloads = random() % 3 == 0 ? 0 : random() % (uint64_t{1} << 31);
  }
  return records;
}

TEST_F(LifetimesTest, EveryAgeFallsIntoItsBandAndWeek) {
  Records records;
  for (int age = -3; age < 400; ++age) {
    records.push_back({0, static_cast<uint16_t>(kBorn + age), static_cast<uint64_t>(age + 4)});
  }
  const Facts facts = fold(records, true);
  EXPECT_EQ(facts, brute_force(records, born_));
  EXPECT_EQ(facts.age.at({0, 0}), 1U + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10);
  EXPECT_EQ(facts.age.at({0, 1}), 11U + 12 + 13 + 14 + 15 + 16 + 17);
  EXPECT_EQ(facts.weeks.at({0, 51}), 361U + 362 + 363 + 364 + 365 + 366 + 367);
  EXPECT_EQ(facts.weeks.size(), 52U);
}

TEST_F(LifetimesTest, SortedAndShuffledRecordsGiveTheSame) {
  Records records = some_records(20'000);
  const Facts expected = brute_force(records, born_);
  ASSERT_EQ(expected.age.count({1, 7}) + expected.age.count({6, 0}), 0U);
  ASSERT_TRUE(std::any_of(expected.weeks.begin(), expected.weeks.end(),
                          [](const auto& cell) { return cell.second >> 32 != 0; }));
  for (const bool narrow : {false, true}) {
    EXPECT_EQ(fold(records, narrow), expected) << narrow;
    std::sort(records.begin(), records.end(), [](const Record& left, const Record& right) {
      return std::pair(left.model, left.day) < std::pair(right.model, right.day);
    });
    EXPECT_EQ(fold(records, narrow), expected) << narrow;
    std::shuffle(records.begin(), records.end(), std::mt19937_64(2));
  }
}

TEST_F(LifetimesTest, OneHotModelAndBlocksOfEveryLength) {
  for (const size_t n : {1, 15, 16, 17, 1023, 1024, 1025, 5000}) {
    Records records(n, Record{2, kBorn + 107, 3});
    EXPECT_EQ(fold(records, true), brute_force(records, born_)) << n;
    for (size_t i = 0; i < n; i += 2) records[i].day = kBorn + 450;  // no runs any more
    EXPECT_EQ(fold(records, true), brute_force(records, born_)) << n;
  }
}

TEST_F(LifetimesTest, AWeekGoesBeyond32Bits) {
  constexpr uint64_t kFull = 0xFFFF'FFFF;
  for (const std::vector<uint64_t>& downloads :
       {std::vector<uint64_t>{kFull, 1}, {1, kFull}, {kFull, kFull, kFull}, {kFull + 1},
        {uint64_t{1} << 47, uint64_t{1} << 47, kFull, 5}, {kFull}}) {
    Records records;
    for (const uint64_t value : downloads) {
      records.push_back({0, kBorn + 20, value});
      records.push_back({2, kBorn + 100 + 51 * 7, value});  // a neighbour in the map
    }
    EXPECT_EQ(fold(records), brute_force(records, born_)) << downloads.size();
  }
}

TEST_F(LifetimesTest, OnlyModelsOfKnownCreationHaveCells) {
  const Records records = {{1, kBorn, 1}, {6, kBorn, 2}, {kMaxModels - 1, kBorn, 3}, {0, kBorn, 0}};
  const int64_t before = budget_.held_bytes();
  EXPECT_EQ(fold(records), Facts{});
  EXPECT_EQ(budget_.held_bytes(), before);
  const auto empty = start();
  add_records(*empty, records);
  const Tally tally = empty->finish();
  EXPECT_EQ(budget_.held_bytes(), before);  // not even a chunk
  EXPECT_EQ(tally.month, nullptr);
}

TEST_F(LifetimesTest, ModelsBeyondOneChunk) {
  born_.resize(2 * kChunkValues + 1, kBorn);
  Records records;
  for (const uint32_t model : {kChunkValues - 1, kChunkValues, 2 * kChunkValues}) {
    records.push_back({model, kBorn + 8, uint64_t{model} << 20});
    records.push_back({model, kBorn + 400, 7});
  }
  EXPECT_EQ(fold(records), brute_force(records, born_));
}

TEST_F(LifetimesTest, BatchesAndThreadsLeaveNoTrace) {
  Records records = some_records(3000);
  const Facts expected = brute_force(records, born_);
  for (const size_t batch : {1, 7, 1000}) {
    for (const size_t threads : {1, 4}) {
      const auto fold = start();
      std::vector<std::thread> workers;
      for (size_t worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
          for (size_t at = worker * batch; at < records.size(); at += threads * batch) {
            const size_t count = std::min(batch, records.size() - at);
            add_records(*fold, std::span(records).subspan(at, count), at % 2 == 0);
          }
        });
      }
      for (std::thread& worker : workers) worker.join();
      EXPECT_EQ(facts_of(fold->finish(), records), expected) << batch << " rows, " << threads;
      EXPECT_GT(fold->thread_seconds().core, 0);
      EXPECT_GT(fold->thread_seconds().lifetimes, 0);
      std::shuffle(records.begin(), records.end(), std::mt19937_64(batch + threads));
    }
  }
}

TEST_F(LifetimesTest, FoldsOfPartsMergeToTheWhole) {
  Records records = some_records(3000);
  for (int i = 0; i < 3; ++i) records.push_back({5, 3, uint64_t{5} << 31});  // carries meet
  const Facts expected = brute_force(records, born_);
  for (const size_t parts : {1, 2, 5}) {
    for (const bool backwards : {false, true}) {
      Tally whole = start()->finish();
      for (size_t i = 0; i < parts; ++i) {
        const size_t part = backwards ? parts - 1 - i : i;
        const auto fold = start();
        for (size_t at = part; at < records.size(); at += parts) {
          add_records(*fold, std::span(records).subspan(at, 1));
        }
        whole.merge(fold->finish());
      }
      EXPECT_EQ(facts_of(whole, records), expected) << parts << " parts, backwards " << backwards;
    }
  }
}

TEST_F(LifetimesTest, DifferentFacetsDoNotMerge) {
  Tally whole = start()->finish();
  for (const bool age : {false, true}) {
    const auto fold = backend_->start_fold(plan(age, !age), budget_);
    EXPECT_EQ(fold->thread_seconds().lifetimes, 0);
    const Tally other = fold->finish();
    EXPECT_EQ(other.age == nullptr, !age);
    EXPECT_EQ(other.weeks == nullptr, age);
    error_message(ErrorKind::internal, [&] { whole.merge(other); });
  }
}

TEST_F(LifetimesTest, SamplesAreRefused) {
  for (const bool age : {false, true}) {
    FoldPlan facets = plan(age, !age);
    facets.latest = true;
    error_message(ErrorKind::internal, [&] { backend_->start_fold(facets, budget_); });
  }
}

TEST_F(LifetimesTest, MemoryIsChargedByFacetAndGivenBack) {
  const int64_t before = budget_.held_bytes();
  {
    const auto fold = start();
    add_records(*fold, std::vector<Record>{{0, kBorn, 1}});
    EXPECT_EQ(budget_.held_bytes() - before, AgeFacet::kChunkBytes + WeekFacet::kChunkBytes);
    add_records(*fold, std::vector<Record>{{0, kBorn, uint64_t{1} << 32}});
    EXPECT_GT(budget_.held_bytes() - before, AgeFacet::kChunkBytes + WeekFacet::kChunkBytes);
  }
  EXPECT_EQ(budget_.held_bytes(), before);
  for (const bool age : {false, true}) {
    MemoryBudget little(1000);
    const auto fold = backend_->start_fold(plan(age, !age), little);
    const std::string message = error_message(
        ErrorKind::limit, [&] { add_records(*fold, std::vector<Record>{{0, kBorn, 1}}); });
    EXPECT_NE(message.find(age ? "facet age" : "facet weeks"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace hubcensus
