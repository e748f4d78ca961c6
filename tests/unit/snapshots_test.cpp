#include "kernels/snapshots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <thread>
#include <vector>

#include "kernels/backend.hpp"
#include "tests/unit/cube_cells.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/record_batch.hpp"

namespace hubcensus {
namespace {

using Records = std::vector<Record>;

constexpr uint32_t kModels = 2 * kChunkValues + 8;
constexpr uint16_t kJanuary = 19'723;  // 2024-01-01

int32_t month_of(Day day) { return period_of(Grain::month, day); }

class SnapshotsTest : public testing::Test {
 protected:
  std::unique_ptr<Fold> start(std::optional<Grain> fine = std::nullopt) {
    FoldPlan plan;
    plan.fine = fine;
    plan.latest = true;
    return backend_->start_fold(plan, budget_);
  }

  Tally fold(const Records& records, bool narrow = false,
             std::optional<Grain> fine = std::nullopt) {
    const auto fold = start(fine);
    add_records(*fold, records, narrow);
    return fold->finish();
  }

  Cells differences(const Records& records) {
    Tally tally = fold(records);
    corrections_ = backend_->convert_to_differences(*tally.latest, born_, first_day_, kModels);
    EXPECT_EQ(tally.latest->merge_operator(), CubeMerge::sum);
    return cells_of(*tally.latest);
  }

  Cells samples(const Records& records) {
    Tally tally = fold(records);
    backend_->keep_last_samples(*tally.latest, tally.days);
    EXPECT_EQ(tally.latest->merge_operator(), CubeMerge::sum);
    return cells_of(*tally.latest);
  }

  std::unique_ptr<Backend> backend_ = make_cpu_backend();
  MemoryBudget budget_{int64_t{8} << 30};
  std::vector<Day> born_;
  Day first_day_ = kJanuary;
  Corrections corrections_;
};

// The last sample of each model and period; of one day the larger value.
std::map<std::pair<int32_t, uint32_t>, std::pair<Day, uint64_t>> last_samples(
    const Records& records, Grain grain) {
  std::map<std::pair<int32_t, uint32_t>, std::pair<Day, uint64_t>> last;
  for (const auto& [model, day, value] : records) {
    auto& held = last[{period_of(grain, day), model}];
    held = std::max(held, {day, value});
  }
  return last;
}

Cells brute_force_latest(const Records& records, Grain grain) {
  Cells cells;
  for (const auto& [key, sample] : last_samples(records, grain)) {
    cells[key] = (uint64_t{1} << 48) * static_cast<uint64_t>(sample.first) + sample.second;
  }
  return cells;
}

Cells brute_force_differences(const Records& records, const std::vector<Day>& born, Day first_day,
                              Corrections& corrections) {
  Cells cells;
  corrections = {};
  std::map<uint32_t, uint64_t> before;
  for (const auto& [key, sample] : last_samples(records, Grain::month)) {
    const uint32_t model = key.second;
    const bool is_new = model < born.size() && born[model] >= first_day;
    if (!before.contains(model) && !is_new) {
      ++corrections.baselines;
    } else if (sample.second < before[model]) {
      ++corrections.falls;
      corrections.fallen_downloads += before[model] - sample.second;
    } else if (sample.second > before[model]) {
      cells[key] = sample.second - before[model];
    }
    before[model] = sample.second;
  }
  return cells;
}

Cells brute_force_samples(const Records& records) {
  std::map<int32_t, Day> last_day;
  for (const Record& record : records) {
    Day& last = last_day[month_of(record.day)];
    last = std::max<Day>(last, record.day);
  }
  Cells cells;
  for (const auto& [key, sample] : last_samples(records, Grain::month)) {
    if (sample.first == last_day[key.first] && sample.second > 0) cells[key] = sample.second;
  }
  return cells;
}

// Few models on both sides of the borders of chunks, half a year, values that fall too; models
// lack months, and days have several values.
Records some_samples(size_t n, uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  Records records(n);
  for (Record& record : records) {
    record.model =
        kChunkValues * static_cast<uint32_t>(random() % 3) + static_cast<uint32_t>(random() % 8);
    if (random() % 3 == 0) record.model = kChunkValues - 1;
    record.day = static_cast<uint16_t>(kJanuary + random() % 180);
    record.downloads = random() % 5 == 0 ? 0 : random() % 1'000;
  }
  return records;
}

TEST(FirstDay, OfSamplesIsTheSecondOfAll) {
  EXPECT_EQ(first_day_of(RecordKind::daily), 0);
  EXPECT_EQ(first_day_of(RecordKind::requests), 0);
  EXPECT_EQ(first_day_of(RecordKind::cumulative), 1);
  EXPECT_EQ(first_day_of(RecordKind::rolling30), 1);
}

TEST_F(SnapshotsTest, TheLatestSampleOfAPeriodStaysInAnyOrder) {
  Records records = some_samples(5'000);
  const Cells months = brute_force_latest(records, Grain::month);
  const Cells weeks = brute_force_latest(records, Grain::week);
  for (const bool narrow : {false, true}) {
    const Tally tally = fold(records, narrow, Grain::week);
    EXPECT_EQ(cells_of(*tally.latest), months) << narrow;
    EXPECT_EQ(cells_of(*tally.latest_fine), weeks) << narrow;
    EXPECT_EQ(tally.month, nullptr);
    EXPECT_EQ(tally.fine, nullptr);
    std::shuffle(records.begin(), records.end(), std::mt19937_64(3));
  }
}

TEST_F(SnapshotsTest, ThreadsAndBatchesLeaveNoTrace) {
  Records records = some_samples(4'000);
  const Cells expected = brute_force_latest(records, Grain::month);
  for (const size_t batch : {1, 13, 500}) {
    std::shuffle(records.begin(), records.end(), std::mt19937_64(batch));
    const auto fold = start();
    std::vector<std::thread> workers;
    for (size_t worker = 0; worker < 4; ++worker) {
      workers.emplace_back([&, worker] {
        for (size_t at = worker * batch; at < records.size(); at += 4 * batch) {
          const size_t count = std::min(batch, records.size() - at);
          add_records(*fold, std::span(records).subspan(at, count), at % 2 == 0);
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(cells_of(*fold->finish().latest), expected) << batch;
  }
}

TEST_F(SnapshotsTest, FoldsOfPartsMergeToTheWhole) {
  const Records records = some_samples(3'000);
  const Tally expected = fold(records, false, Grain::day);
  for (const size_t parts : {2, 5}) {
    Tally whole = start(Grain::day)->finish();
    for (size_t part = parts; part-- > 0;) {
      const size_t begin = records.size() * part / parts;
      const size_t end = records.size() * (part + 1) / parts;
      whole.merge(fold({records.begin() + static_cast<std::ptrdiff_t>(begin),
                        records.begin() + static_cast<std::ptrdiff_t>(end)},
                       false, Grain::day));
    }
    EXPECT_EQ(cells_of(*whole.latest), cells_of(*expected.latest));
    EXPECT_EQ(cells_of(*whole.latest_fine), cells_of(*expected.latest_fine));
    EXPECT_EQ(whole.days.records, expected.days.records);
  }
}

TEST_F(SnapshotsTest, CubesOfDifferentOperatorsDoNotMerge) {
  Cube sums(Grain::month, budget_, "sums");
  const Cube samples(Grain::month, budget_, "samples", CubeMerge::max);
  error_message(ErrorKind::internal, [&] { sums.merge(samples); });
  Tally latest = start()->finish();
  const Tally month = backend_->start_fold({}, budget_)->finish();
  error_message(ErrorKind::internal, [&] { latest.merge(month); });
}

TEST_F(SnapshotsTest, DaysCountRecordsAndNoDownloads) {
  // Counters whose sum is beyond 2^63 are no defect.
  const Tally tally = fold(Records(size_t{1} << 16, Record{1, kJanuary, kMaxSample}));
  EXPECT_EQ(tally.days.records[kJanuary], 1U << 16);
  EXPECT_EQ(tally.days.downloads[kJanuary], 0U);
}

TEST_F(SnapshotsTest, DifferencesAgreeWithBruteForce) {
  for (const uint64_t seed : {1, 2, 3}) {
    const Records records = some_samples(600, seed);
    born_.assign(kChunkValues + 4, kAlwaysBorn);  // the other models are beyond it
    for (uint32_t model = 0; model < born_.size(); model += 2) {
      born_[model] = kJanuary + static_cast<Day>(model % 16) - 8;
    }
    Corrections expected;
    const Cells cells = brute_force_differences(records, born_, first_day_, expected);
    EXPECT_EQ(differences(records), cells) << seed;
    EXPECT_EQ(corrections_, expected) << seed;
    EXPECT_GT(expected.falls, 0U);
    EXPECT_GT(expected.baselines, 0U);
  }
}

TEST_F(SnapshotsTest, ARiseIsDownloadsOfTheLaterPeriodAndGapsAreBridged) {
  const Cells cells = differences(
      {{0, kJanuary, 100}, {0, kJanuary + 10, 130}, {0, kJanuary + 40, 150}, {0, 19'844, 190}});
  EXPECT_EQ(cells, (Cells{{{month_of(kJanuary) + 1, 0}, 20}, {{month_of(19'844), 0}, 40}}));
  EXPECT_EQ(month_of(19'844), month_of(kJanuary) + 4);
  EXPECT_EQ(corrections_, (Corrections{0, 0, 1}));
}

TEST_F(SnapshotsTest, AFallIsCountedAndBecomesTheBase) {
  const Cells cells = differences(
      {{0, kJanuary, 100}, {0, kJanuary + 31, 60}, {0, kJanuary + 60, 0}, {0, kJanuary + 91, 5}});
  EXPECT_EQ(cells, (Cells{{{month_of(kJanuary) + 3, 0}, 5}}));
  EXPECT_EQ(corrections_, (Corrections{2, 100, 1}));
}

TEST_F(SnapshotsTest, OnlyModelsBornInTheSeriesHaveDownloadsInTheirFirstPeriod) {
  born_ = {kJanuary - 1, kJanuary, kJanuary + 45, kAlwaysBorn};
  const Records records = {{0, kJanuary, 7},
                           {1, kJanuary, 7},
                           {2, kJanuary + 45, 7},
                           {3, kJanuary, 7},
                           {4, kJanuary, 7}};
  EXPECT_EQ(differences(records),
            (Cells{{{month_of(kJanuary), 1}, 7}, {{month_of(kJanuary) + 1, 2}, 7}}));
  EXPECT_EQ(corrections_, (Corrections{0, 0, 3}));
}

TEST_F(SnapshotsTest, AFirstValueOfZeroIsASample) {
  // Were it none, 9 would be the baseline.
  EXPECT_EQ(differences({{0, kJanuary, 0}, {0, kJanuary + 31, 9}}),
            (Cells{{{month_of(kJanuary) + 1, 0}, 9}}));
}

TEST_F(SnapshotsTest, TheFirstAndTheLastDayAndTheLargestValue) {
  first_day_ = 1;
  EXPECT_EQ(differences({{0, 1, 0}, {0, kLastRecordDay, kMaxSample}}),
            (Cells{{{month_of(kLastRecordDay), 0}, kMaxSample}}));
  EXPECT_EQ(samples({{0, 1, 3}, {0, kLastRecordDay, kMaxSample}}),
            (Cells{{{0, 0}, 3}, {{month_of(kLastRecordDay), 0}, kMaxSample}}));
}

TEST_F(SnapshotsTest, LastSamplesAgreeWithBruteForce) {
  for (const uint64_t seed : {1, 2, 3}) {
    const Records records = some_samples(3'000, seed);
    EXPECT_EQ(samples(records), brute_force_samples(records)) << seed;
  }
}

TEST_F(SnapshotsTest, SamplesBeforeTheLastDayOfTheirMonthDoNotCount) {
  EXPECT_EQ(samples({{0, kJanuary + 29, 5}, {1, kJanuary + 30, 6}, {0, kJanuary + 40, 8}}),
            (Cells{{{month_of(kJanuary), 1}, 6}, {{month_of(kJanuary) + 1, 0}, 8}}));
}

TEST_F(SnapshotsTest, TheTotalEndsAt63Bits) {
  born_.assign(kModels, kJanuary);
  Records records;
  for (uint32_t model = 0; model < 1U << 15; ++model) {
    records.push_back({model, kJanuary, kMaxSample});
  }
  records.push_back({1U << 15, kJanuary, (1U << 15) - 1});
  EXPECT_EQ(differences(records).size(), records.size());
  EXPECT_EQ(samples(records).size(), records.size());
  ++records.back().downloads;
  for (const std::string& message :
       {error_message(ErrorKind::invalid_input, [&] { differences(records); }),
        error_message(ErrorKind::invalid_input, [&] { samples(records); })}) {
    EXPECT_NE(message.find("9223372036854775808"), std::string::npos) << message;
  }
}

TEST_F(SnapshotsTest, WhatNoCellCanHoldIsRefused) {
  const auto fold = start();
  error_message(ErrorKind::internal, [&] { add_records(*fold, Records{{0, 0, 1}}); });
  error_message(ErrorKind::internal, [&] {
    add_records(*fold, Records{{0, kJanuary, kMaxSample + 1}});
  });
  EXPECT_EQ(cells_of(*fold->finish().latest), Cells{});
}

TEST_F(SnapshotsTest, SumsAreNoSamples) {
  Cube sums(Grain::month, budget_, "sums");
  error_message(ErrorKind::internal, [&] { backend_->keep_last_samples(sums, {}); });
  error_message(ErrorKind::internal,
                [&] { backend_->convert_to_differences(sums, {}, kJanuary, kModels); });
  ChunkedColumn<uint8_t> size_class{budget_, "size class"};
  FoldPlan plan{true, true, std::nullopt, &size_class, true};
  error_message(ErrorKind::internal, [&] { backend_->start_fold(plan, budget_); });
}

TEST_F(SnapshotsTest, NothingStaysNothing) {
  EXPECT_EQ(differences({}), Cells{});
  EXPECT_EQ(corrections_, Corrections{});
  EXPECT_EQ(samples({}), Cells{});
}

}  // namespace
}  // namespace hubcensus
