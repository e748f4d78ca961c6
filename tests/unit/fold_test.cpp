#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <thread>
#include <tuple>
#include <vector>

#include "kernels/backend.hpp"
#include "tests/unit/cube_cells.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/record_batch.hpp"

namespace hubcensus {
namespace {

using Records = std::vector<Record>;

constexpr int64_t kAmpleBytes = int64_t{8} << 30;
constexpr uint16_t kDay = 19'858;  // 2024-05-15, a Wednesday

// All that a tally says, cell by cell, cells of zero left out.
struct Facts {
  std::map<uint32_t, std::pair<uint64_t, uint64_t>> days;  // records and downloads
  std::map<std::pair<int32_t, uint32_t>, uint64_t> month;  // by period and model
  std::map<std::pair<int32_t, uint32_t>, uint64_t> fine;
  std::map<std::tuple<int32_t, int, uint64_t>, uint64_t> values;  // {year, class, value} -> count
  bool operator==(const Facts&) const = default;
};

uint8_t class_of(uint32_t model) { return static_cast<uint8_t>(model % 5); }

Facts brute_force(const Records& records, Grain fine) {
  Facts facts;
  for (const auto& [model, day, downloads] : records) {
    ++facts.days[day].first;
    facts.days[day].second += downloads;
    ++facts.values[{period_of(Grain::year, day), class_of(model), downloads}];
    if (downloads == 0) continue;
    facts.month[{period_of(Grain::month, day), model}] += downloads;
    facts.fine[{period_of(fine, day), model}] += downloads;
  }
  return facts;
}

Facts facts_of(const Tally& tally) {
  Facts facts;
  for (uint32_t day = 0; day < tally.days.records.size(); ++day) {
    const std::pair cell{tally.days.records[day], tally.days.downloads[day]};
    if (cell != std::pair<uint64_t, uint64_t>{}) facts.days[day] = cell;
  }
  if (tally.month) facts.month = cells_of(*tally.month);
  if (tally.fine) facts.fine = cells_of(*tally.fine);
  if (!tally.values) return facts;
  for (const auto& [key, counts] : *tally.values) {
    for (size_t i = 0; i < counts.values.size(); ++i) {
      facts.values[{key.first, key.second, counts.values[i]}] = counts.counts[i];
    }
  }
  return facts;
}

class FoldTest : public testing::Test {
 protected:
  FoldTest() {
    // Models far apart, so that sizes of all their chunks stay small.
    for (uint32_t model = 0; model < 2 * kChunkValues + 8; ++model) {
      size_class_.set(model, class_of(model));
    }
  }

  std::unique_ptr<Fold> start(Grain fine = Grain::week) {
    return backend_->start_fold({true, true, fine, &size_class_}, budget_);
  }

  Facts fold(const Records& records, bool narrow = false, Grain fine = Grain::week) {
    const auto fold = start(fine);
    add_records(*fold, records, narrow);
    return facts_of(fold->finish());
  }

  std::unique_ptr<Backend> backend_ = make_cpu_backend();
  MemoryBudget budget_{kAmpleBytes};
  ChunkedColumn<uint8_t> size_class_{budget_, "size class"};
};

// Few models and some long runs, three months over new year, values on both sides of 2^16.
Records some_records(size_t n, uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  Records records(n);
  for (Record& record : records) {
    record.model = static_cast<uint32_t>(random() % 50);
    record.day = static_cast<uint16_t>(19'700 + random() % 60);  // 2023-12-09 on
    record.downloads = random() % 4 == 0 ? 65'530 + random() % 12 : random() % 100;
  }
  return records;
}

bool by_day_and_model(const Record& left, const Record& right) {
  return std::tie(left.day, left.model) < std::tie(right.day, right.model);
}

TEST_F(FoldTest, SortedAndShuffledRecordsGiveTheSame) {
  Records records = some_records(20'000);
  const Facts expected = brute_force(records, Grain::week);
  for (const bool narrow : {false, true}) {
    EXPECT_EQ(fold(records, narrow), expected) << narrow;
    std::sort(records.begin(), records.end(), by_day_and_model);
    EXPECT_EQ(fold(records, narrow), expected) << narrow;
    std::shuffle(records.begin(), records.end(), std::mt19937_64(2));
  }
}

TEST_F(FoldTest, DayGrainKeepsEachDay) {
  const Records records = some_records(500);
  EXPECT_EQ(fold(records, false, Grain::day), brute_force(records, Grain::day));
}

TEST_F(FoldTest, OneModelOneDay) {
  for (const size_t n : {1, 15, 16, 17, 1000}) {
    const Records records(n, Record{3, kDay, 7});
    EXPECT_EQ(fold(records, true), brute_force(records, Grain::week)) << n;
  }
}

TEST_F(FoldTest, AlternatingDaysAndModels) {
  Records records;
  for (uint32_t i = 0; i < 1000; ++i) {
    records.push_back({i % 2, static_cast<uint16_t>(i % 3 == 0 ? kDay : kDay + 40), i});
  }
  EXPECT_EQ(fold(records), brute_force(records, Grain::week));
}

TEST_F(FoldTest, FirstAndLastDayOfAll) {
  const Records records = {{0, 0, 1}, {0, kLastRecordDay, 2}, {1, 0, 3}};
  EXPECT_EQ(fold(records), brute_force(records, Grain::week));
  EXPECT_EQ(fold(records, false, Grain::day), brute_force(records, Grain::day));
}

TEST_F(FoldTest, SumsOver32BitsOfNarrowDownloads) {
  const Records records(5, Record{1, kDay, 0xFFFF'FFFFULL});
  const Facts facts = fold(records, true);
  EXPECT_EQ(facts, brute_force(records, Grain::week));
  EXPECT_EQ(facts.days.at(kDay).second, 5 * 0xFFFF'FFFFULL);
}

TEST_F(FoldTest, ModelsBeyondOneChunk) {
  Records records;
  for (const uint32_t model :
       {kChunkValues - 1, kChunkValues, kChunkValues + 1, 2 * kChunkValues, 0U}) {
    records.push_back({model, kDay, model + 1});
  }
  EXPECT_EQ(fold(records), brute_force(records, Grain::week));
}

TEST_F(FoldTest, ZeroDownloadsAreRecordsAllTheSame) {
  const Records records(3, Record{2, kDay, 0});
  const Facts facts = fold(records);
  EXPECT_EQ(facts, brute_force(records, Grain::week));
  EXPECT_EQ(facts.days.at(kDay), (std::pair<uint64_t, uint64_t>{3, 0}));
}

TEST_F(FoldTest, NothingAddedIsAnEmptyTally) {
  EXPECT_EQ(facts_of(start()->finish()), Facts{});
  EXPECT_EQ(fold({}), Facts{});
}

TEST_F(FoldTest, FacetsNotAskedForAreAbsent) {
  const auto fold = backend_->start_fold({false, false, std::nullopt, nullptr}, budget_);
  add_records(*fold, some_records(10));
  const Tally tally = fold->finish();
  EXPECT_EQ(tally.month, nullptr);
  EXPECT_EQ(tally.fine, nullptr);
  EXPECT_EQ(tally.values, std::nullopt);
  EXPECT_EQ(facts_of(tally).days, brute_force(some_records(10), Grain::week).days);
}

TEST_F(FoldTest, BatchesAndThreadsLeaveNoTrace) {
  Records records = some_records(3000);
  const Facts expected = brute_force(records, Grain::week);
  for (const size_t batch : {1, 7, 1000}) {
    for (const size_t threads : {1, 4}) {
      std::shuffle(records.begin(), records.end(), std::mt19937_64(batch + threads));
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
      EXPECT_EQ(facts_of(fold->finish()), expected) << batch << " rows, " << threads << " threads";
    }
  }
}

TEST_F(FoldTest, FoldsOfPartsMergeToTheWhole) {
  const Records records = some_records(3000);
  const Facts expected = brute_force(records, Grain::week);
  for (const size_t parts : {1, 2, 5}) {
    for (const bool backwards : {false, true}) {
      Tally whole = start()->finish();
      for (size_t i = 0; i < parts; ++i) {
        const size_t part = backwards ? parts - 1 - i : i;
        const size_t begin = records.size() * part / parts;
        const size_t end = records.size() * (part + 1) / parts;
        const auto fold = start();
        add_records(*fold, std::span(records).subspan(begin, end - begin));
        whole.merge(fold->finish());
      }
      EXPECT_EQ(facts_of(whole), expected) << parts << " parts, backwards " << backwards;
    }
  }
}

TEST_F(FoldTest, DifferentFacetsDoNotMerge) {
  Tally whole = start()->finish();
  for (const FoldPlan& plan : {FoldPlan{false, true, Grain::week, &size_class_},
                               FoldPlan{true, false, Grain::week, &size_class_},
                               FoldPlan{true, true, std::nullopt, &size_class_},
                               FoldPlan{true, true, Grain::day, &size_class_}}) {
    const Tally other = backend_->start_fold(plan, budget_)->finish();
    error_message(ErrorKind::internal, [&] { whole.merge(other); });
  }
}

TEST_F(FoldTest, TheTotalEndsAt63Bits) {
  // 2^15 records of 2^48 - 1 lack 2^15 to 2^63; the last record brings 2^63 - 1, then 2^63.
  Records records(size_t{1} << 15, Record{1, kDay, kMaxDownloadsOfRecord});
  records.push_back({2, kDay, (1U << 15) - 1});
  EXPECT_EQ(fold(records), brute_force(records, Grain::week));
  ++records.back().downloads;
  const std::string message = error_message(ErrorKind::invalid_input, [&] { fold(records); });
  EXPECT_NE(message.find("9223372036854775808"), std::string::npos) << message;
}

TEST_F(FoldTest, BytesThatDoNotMatchTheirCountsAreRefused) {
  const RecordColumns columns(some_records(4), false);
  const auto fold = start();
  const auto refused = [&](auto spoil, const std::string& column) {
    EncodedBatch batch = columns.batch();
    spoil(batch);
    const std::string message = error_message(ErrorKind::internal, [&] { fold->add(batch); });
    EXPECT_NE(message.find("'" + column + "'"), std::string::npos) << message;
  };
  refused([](EncodedBatch& batch) { batch.model.bytes = batch.model.bytes.first(15); }, "model");
  refused([](EncodedBatch& batch) { batch.model.bit_width = 64; }, "model");
  refused([](EncodedBatch& batch) { batch.day.values = 3; }, "day");
  refused([](EncodedBatch& batch) { batch.day.nulls = 1; }, "day");
  refused([](EncodedBatch& batch) { batch.day.bytes = {}; }, "day");
  refused([](EncodedBatch& batch) { batch.downloads.bit_width = 32; }, "downloads");
  refused([](EncodedBatch& batch) { batch.downloads.bit_width = 16; }, "downloads");
  refused([](EncodedBatch& batch) { batch.rows = 5; }, "model");
  EXPECT_EQ(facts_of(fold->finish()), Facts{});
}

TEST_F(FoldTest, ASpentBudgetNamesTheFacet) {
  MemoryBudget none(0);
  const auto message_of = [&](const FoldPlan& plan) {
    const auto fold = backend_->start_fold(plan, none);
    return error_message(ErrorKind::limit, [&] { add_records(*fold, some_records(1)); });
  };
  const std::string month = message_of({true, false, std::nullopt, nullptr});
  EXPECT_NE(month.find("facet month"), std::string::npos) << month;
  EXPECT_NE(month.find("--memory-limit"), std::string::npos) << month;
  const std::string fine = message_of({false, false, Grain::day, nullptr});
  EXPECT_NE(fine.find("facet of --grain"), std::string::npos) << fine;
  EXPECT_EQ(none.held_bytes(), 0);
}

TEST_F(FoldTest, ValuesNeedTheSizeClasses) {
  error_message(ErrorKind::internal, [&] {
    backend_->start_fold({true, true, std::nullopt, nullptr}, budget_);
  });
}

TEST_F(FoldTest, ATallyGivesItsMemoryBack) {
  const int64_t before = budget_.held_bytes();
  {
    const auto fold = start();
    add_records(*fold, some_records(1000));
    const Tally tally = fold->finish();
    EXPECT_GT(budget_.held_bytes(), before);
  }
  EXPECT_EQ(budget_.held_bytes(), before);
}

}  // namespace
}  // namespace hubcensus
