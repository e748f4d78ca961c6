// The fold on the device against brute force and against the CPU's fold.
#include "kernels/cuda/fold.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "kernels/cuda/cell_rows.hpp"
#include "tests/cuda/fold_cases.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus::cuda {
namespace {

constexpr int64_t kSmallDevice = int64_t{40} << 20;  // 40 tiles, stages of 2^14 rows

class CudaFoldTest : public testing::Test {
 protected:
  FoldPlan daily(Grain fine = Grain::week) const {
    FoldPlan plan;
    plan.month = true;
    plan.fine = fine;
    plan.values = true;
    plan.size_class = &models_.size_classes;
    plan.age = true;
    plan.weeks = true;
    plan.born = models_.born;
    return plan;
  }
  static FoldPlan samples(Grain fine = Grain::week) {
    FoldPlan plan;
    plan.month = false;
    plan.latest = true;
    plan.fine = fine;
    return plan;
  }
  static FoldPlan requests() {
    FoldPlan plan;
    plan.users = true;
    return plan;
  }

  std::unique_ptr<CudaFold> start(const FoldPlan& plan) {
    return std::make_unique<CudaFold>(*device_, plan, budget_);
  }

  Facts fold(const FoldPlan& plan, const Rows& rows, bool narrow = false) {
    const auto fold = start(plan);
    add_rows(*fold, rows, narrow);
    return facts_of(fold->finish(), rows);
  }

  Facts fold_by_cpu(const FoldPlan& plan, const Rows& rows) {
    const auto fold = make_cpu_backend()->start_fold(plan, budget_);
    add_rows(*fold, rows);
    return facts_of(fold->finish(), rows);
  }

  void expect_the_same(const FoldPlan& plan, const Rows& rows, const std::string& name) {
    const Facts facts = fold(plan, rows);
    EXPECT_TRUE(facts == brute_force(rows, plan, models_)) << name;
    EXPECT_TRUE(facts == fold_by_cpu(plan, rows)) << name;
  }

  MemoryBudget budget_{int64_t{8} << 30};
  Models models_{budget_, 70'000};
  std::unique_ptr<Device> device_ = Device::open(0);
};

TEST(CellRows, MonthsAreThoseOfTheCalendar) {
  for (Day day = 0; day <= kLastRecordDay; ++day) {
    for (const Grain grain : {Grain::day, Grain::week, Grain::month}) {
      ASSERT_EQ(period_row(grain, static_cast<uint32_t>(day)),
                static_cast<uint32_t>(period_of(grain, day)))
          << day;
    }
    ASSERT_EQ(period_row(Grain::year, static_cast<uint32_t>(day)) + kFirstYear,
              static_cast<uint32_t>(period_of(Grain::year, day)))
        << day;
  }
}

TEST(CellRows, BandsAreThoseOfTheFacet) {
  for (int32_t age = 0; age < 400; ++age) {
    uint32_t band = 0;
    while (band < kAgeLimits.size() && age >= kAgeLimits[band]) ++band;
    ASSERT_EQ(band_of_age(age), band) << age;
  }
  EXPECT_EQ(band_of_age(int64_t{1} << 40), kAgeBands - 1);
  EXPECT_EQ(age_of(5, 9), 0);
  EXPECT_EQ(age_of(5, -700'000), 700'005);
  EXPECT_EQ(year_of_value_row(value_row(19'000, 7)), 2022);
  EXPECT_EQ(class_of_value_row(value_row(19'000, 7)), 7);
}

TEST(FoldSizes, SharesWhatThereIs) {
  for (const int64_t free : {int64_t{1} << 20, int64_t{40} << 20, int64_t{1} << 30,
                             int64_t{80} << 30, int64_t{141} << 30}) {
    const FoldSizes sizes = plan_sizes(free);
    EXPECT_GE(sizes.stage_rows, 1U << 12);
    EXPECT_EQ(sizes.stage_rows % kRowsOfThread, 0U);
    const int64_t staged = int64_t{sizes.stage_rows} * kBytesOfStagedRow * sizes.stages;
    if (free > int64_t{8} << 20) {
      EXPECT_LE(staged + sizes.tiles_bytes + 2 * sizes.keys_bytes, free);
    }
  }
  EXPECT_EQ(plan_sizes(int64_t{80} << 30).tiles_bytes, int64_t{76} << 30);
}

TEST(BlocksFor, CoversTheRowsOnceAndNoMoreThanTheDeviceHolds) {
  EXPECT_EQ(blocks_for(0, 132), 0U);
  EXPECT_EQ(blocks_for(1, 132), 1U);
  EXPECT_EQ(blocks_for(1024, 132), 2U);
  EXPECT_EQ(blocks_for(0xFFFF'FFFFU, 132), 132 * kBlocksOfMultiprocessor);
}

TEST(TileTable, FindsACellByItsRowAndColumn) {
  std::vector<uint64_t> cells(2 * size_t{kChunkValues});
  const uint32_t slots[] = {1, kNoSlot, 0};
  uint64_t* const tiles[] = {nullptr, cells.data(), cells.data() + kChunkValues, nullptr};
  const TileTable table{slots, tiles, 2};
  EXPECT_EQ(table.find(0, 0), cells.data() + kChunkValues);
  EXPECT_EQ(table.find(0, kChunkValues - 1), cells.data() + 2 * kChunkValues - 1);
  EXPECT_EQ(table.find(2, kChunkValues + 5), cells.data() + 5);
  EXPECT_EQ(table.find(0, kChunkValues), nullptr);      // that tile is not there
  EXPECT_EQ(table.find(1, 0), nullptr);                 // nor is any of the row
  EXPECT_EQ(table.find(0, 2 * kChunkValues), nullptr);  // behind the table
  EXPECT_EQ(table.find(0, kMaxModels - 1), nullptr);
}

TEST_F(CudaFoldTest, SizesAroundLanesBlocksAndStages) {
  device_->memory().set_limit(kSmallDevice);
  const uint32_t stage = plan_sizes(kSmallDevice).stage_rows;
  FoldPlan plan = daily();
  plan.weeks = false;
  for (const size_t n :
       {0U, 1U, 2U, 31U, 32U, 33U, 1023U, 1024U, 1025U, stage - 1, stage, stage + 1}) {
    for (const auto* shape : {"shuffled", "one model"}) {
      const Rows rows = rows_of_shape(shape, n);
      EXPECT_TRUE(fold(plan, rows) == brute_force(rows, plan, models_)) << n << " " << shape;
    }
  }
}

TEST_F(CudaFoldTest, ShapesOfDailyRecords) {
  for (const std::string& shape : kShapes) {
    expect_the_same(daily(), rows_of_shape(shape, 5000), shape);
  }
}

TEST_F(CudaFoldTest, ShapesOfSamples) {
  for (const std::string& shape : kShapes) {
    expect_the_same(samples(), rows_of_shape(shape, 5000), shape);
  }
}

TEST_F(CudaFoldTest, ShapesOfRequests) {
  for (const std::string& shape : kShapes) {
    expect_the_same(requests(), rows_of_shape(shape, 5000, true), shape);
  }
}

TEST_F(CudaFoldTest, NarrowAndWideBatchesMayAlternate) {
  const Rows rows = rows_of_shape("zipf", 4000);
  const FoldPlan plan = daily();
  const auto fold = start(plan);
  for (size_t at = 0; at < rows.size(); at += 500) {
    add_rows(*fold, std::span(rows).subspan(at, 500), at % 1000 == 0);
  }
  EXPECT_TRUE(facts_of(fold->finish(), rows) == brute_force(rows, plan, models_));
}

TEST_F(CudaFoldTest, DayGrain) {
  const Rows rows = rows_of_shape("zipf", 2000);
  expect_the_same(daily(Grain::day), rows, "daily");
  expect_the_same(samples(Grain::day), rows, "samples");
}

TEST_F(CudaFoldTest, ModelsAroundTheEndOfATile) {
  Rows rows;
  for (uint32_t i = 0; i < 300; ++i) {
    rows.push_back({kChunkValues - 2 + i % 5, static_cast<uint16_t>(19'700 + i % 3), i, 0});
  }
  expect_the_same(daily(), rows, "around 2^16");
}

TEST_F(CudaFoldTest, FirstAndLastDay) {
  const Rows rows = {{0, 1, 5, 0}, {0, kLastRecordDay, 6, 0}, {69'999, kLastRecordDay, 7, 0}};
  for (const Grain grain : {Grain::week, Grain::day}) {
    expect_the_same(daily(grain), rows, "daily");
    expect_the_same(samples(grain), rows, "samples");
  }
}

TEST_F(CudaFoldTest, BatchesAndThreadsLeaveNoTrace) {
  const Rows rows = rows_of_shape("giant and singles", 6000);
  for (const FoldPlan& plan : {daily(), samples()}) {
    const Facts expected = brute_force(rows, plan, models_);
    for (const size_t threads : {1, 4}) {
      const auto fold = start(plan);
      std::vector<std::thread> workers;
      for (size_t worker = 0; worker < threads; ++worker) {
        workers.emplace_back([&, worker] {
          std::mt19937_64 random(worker);
          const size_t end = rows.size() * (worker + 1) / threads;
          for (size_t at = rows.size() * worker / threads; at < end;) {
            const size_t count = std::min<size_t>(1 + random() % 700, end - at);
            add_rows(*fold, std::span(rows).subspan(at, count), random() % 2 == 0);
            at += count;
          }
        });
      }
      for (std::thread& worker : workers) worker.join();
      EXPECT_TRUE(facts_of(fold->finish(), rows) == expected) << threads;
    }
  }
}

TEST_F(CudaFoldTest, ACubeLargerThanTheDeviceIsDrained) {
  device_->memory().set_limit(kSmallDevice);
  const Rows rows = rows_of_shape("shuffled", 40'000);
  for (const FoldPlan& plan : {daily(Grain::day), samples(Grain::day)}) {
    const auto fold = start(plan);
    add_rows(*fold, rows);
    EXPECT_GT(fold->drained_tiles(), 100U);
    EXPECT_LE(device_->memory().peak_bytes(), kSmallDevice);
    EXPECT_TRUE(facts_of(fold->finish(), rows) == brute_force(rows, plan, models_));
  }
}

TEST_F(CudaFoldTest, TilesOfAnEarlierPassAreFoundAgain) {
  device_->memory().set_limit(kSmallDevice);
  FoldPlan plan;
  plan.month = false;
  plan.fine = Grain::day;
  const uint32_t stage = plan_sizes(kSmallDevice).stage_rows;
  const auto fold = start(plan);
  Rows all;
  const auto add_stage = [&](auto row_of) {
    Rows rows;
    for (uint32_t i = 0; i < stage; ++i) rows.push_back(row_of(i));
    add_rows(*fold, rows);
    all.insert(all.end(), rows.begin(), rows.end());
  };
  // 180 tiles where 40 find room: beside those of the last pass, the last eight of the pass before
  // are there still, of days 76 to 79. A day whose tile has to be made comes last.
  constexpr uint16_t kSpan = 90;
  add_stage([](uint32_t i) {
    return Row{i % 2 * kChunkValues, static_cast<uint16_t>(19'700 + i / 2 % kSpan), 1, 0};
  });
  for (const uint16_t day : {77, 85, 79, 10}) {
    add_stage([&](uint32_t) { return Row{1, static_cast<uint16_t>(19'700 + day), 1, 0}; });
  }
  EXPECT_TRUE(facts_of(fold->finish(), all) == brute_force(all, plan, models_));
}

TEST_F(CudaFoldTest, WhatIsOftenUsedStays) {
  device_->memory().set_limit(kSmallDevice);
  FoldPlan plan;
  plan.fine = Grain::day;
  const auto fold = start(plan);
  const uint32_t stage = plan_sizes(kSmallDevice).stage_rows;
  Rows all;
  for (uint16_t day = 0; day < 30; ++day) {
    const Rows rows(stage, Row{day, static_cast<uint16_t>(19'700 + day), 1, 0});
    add_rows(*fold, rows);
    all.insert(all.end(), rows.begin(), rows.end());
  }
  EXPECT_EQ(fold->drained_tiles(), 0U);
  EXPECT_TRUE(facts_of(fold->finish(), all) == brute_force(all, plan, models_));
}

TEST_F(CudaFoldTest, ManyKeysOfUsersAreHandedOverInParts) {
  device_->memory().set_limit(kSmallDevice);
  Rows rows = rows_of_shape("shuffled", 300'000, true);
  const FoldPlan plan = requests();
  EXPECT_TRUE(fold(plan, rows) == brute_force(rows, plan, models_));
}

TEST_F(CudaFoldTest, SumsOver32BitsAndTheTotalsEnd) {
  Rows rows(1000, Row{3, 19'700, 0xFFFF'FFFFU, 0});
  FoldPlan plan = daily();
  EXPECT_TRUE(fold(plan, rows, true) == brute_force(rows, plan, models_));
  plan = {};
  // 2^16 and one record of 2^48 - 1 are beyond 2^64.
  rows.assign((size_t{1} << 16) + 1, Row{3, 19'700, kMaxDownloadsOfRecord, 0});
  const auto message = [&](auto run) { return error_message(ErrorKind::invalid_input, run); };
  const std::string expected = message([&] { fold_by_cpu(plan, rows); });
  EXPECT_NE(expected.find("18447025548686196735"), std::string::npos) << expected;
  EXPECT_EQ(message([&] { fold(plan, rows); }), expected);
}

TEST_F(CudaFoldTest, WhatThePlanCannotKeepIsRefused) {
  const auto refused = [&](const FoldPlan& plan, const Row& row) {
    const auto fold = start(plan);
    error_message(ErrorKind::internal, [&] { add_rows(*fold, std::vector<Row>{row}); });
    add_rows(*fold, std::vector<Row>{{1, 19'700, 1, 0}});
    EXPECT_EQ(fold->finish().days.records[19'700], 1U);
  };
  refused(samples(), {1, 0, 1, 0});
  refused(samples(), {1, 1, kMaxSample + 1, 0});
  refused(requests(), {1, 1, 2, 0});
  refused(daily(), {kMaxModels, 19'700, 1, 0});
  refused(daily(), {UINT32_MAX, 19'700, 1, 0});
}

TEST_F(CudaFoldTest, ADeviceWithoutRoomNamesTheBytes) {
  device_->memory().set_limit(1 << 20);
  const std::string message =
      error_message(ErrorKind::limit, [&] { fold(daily(), rows_of_shape("sorted", 100)); });
  EXPECT_NE(message.find("bytes wanted"), std::string::npos) << message;
  EXPECT_NE(message.find("--backend cpu"), std::string::npos) << message;
  EXPECT_EQ(device_->memory().held_bytes(), 0);
}

TEST_F(CudaFoldTest, TheHostsBudgetIsAsked) {
  MemoryBudget little(int64_t{4} << 20);
  const std::string message = error_message(ErrorKind::limit, [&] {
    CudaFold fold(*device_, samples(), little);
    add_rows(fold, rows_of_shape("sorted", 100));
    fold.finish();
  });
  EXPECT_NE(message.find("staging buffers of the backend cuda"), std::string::npos) << message;
  EXPECT_EQ(little.held_bytes(), 0);
}

TEST_F(CudaFoldTest, AllMemoryGoesBack) {
  const int64_t before = budget_.held_bytes();
  fold(daily(), rows_of_shape("zipf", 1000));
  start(requests());
  EXPECT_EQ(device_->memory().held_bytes(), 0);
  EXPECT_EQ(budget_.held_bytes(), before);
}

}  // namespace
}  // namespace hubcensus::cuda
