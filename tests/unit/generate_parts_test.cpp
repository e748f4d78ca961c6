#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "host/generate/activity.hpp"
#include "host/generate/draw.hpp"
#include "host/generate/growth_curve.hpp"
#include "host/generate/market.hpp"
#include "host/generate/parallel.hpp"

namespace hubcensus::generate {
namespace {

TEST(Draw, IntegerPowersOfTwoAreNearTheRealOnes) {
  for (int64_t x = 16 * 65536; x < 40 * 65536; x += 977) {
    const double real = std::exp2(static_cast<double>(x) / 65536.0);
    EXPECT_NEAR(static_cast<double>(exp2_q16(x)) / real, 1.0, 1e-4) << x;
  }
  EXPECT_EQ(exp2_q16(0), 1U);
  EXPECT_EQ(exp2_q16(62 * 65536), uint64_t{1} << 62);
}

TEST(Draw, SquareRootIsTheFloor) {
  for (const uint64_t root : {0ULL, 1ULL, 2ULL, 1000ULL, 4294967295ULL}) {
    EXPECT_EQ(square_root(root * root), root);
    if (root > 1) {
      EXPECT_EQ(square_root(root * root - 1), root - 1);
    }
  }
  EXPECT_EQ(square_root(~uint64_t{0}), 4294967295U);
}

TEST(Draw, BoundsAreNeverReached) {
  EXPECT_EQ(below(~uint64_t{0}, 10), 9U);
  EXPECT_EQ(below(0, 10), 0U);
  EXPECT_EQ(skewed_below(~uint64_t{0}, 10), 9U);
  EXPECT_EQ(skewed_below(uint64_t{1} << 63, 1000), 125U);  // half cubed
}

TEST(Draw, SeedsStreamsAndIndicesDiffer) {
  std::set<uint64_t> values;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    for (const Stream stream : {Stream::model_cell, Stream::model_rank, Stream::record_value}) {
      for (uint64_t index = 0; index < 1000; ++index) values.insert(draw(seed, stream, index));
    }
  }
  EXPECT_EQ(values.size(), 12000U);
}

TEST(ForEachIndex, CallsEachOnceAndHandsOnAFailure) {
  std::vector<int> calls(1000, 0);
  for_each_index(3, 1000, [&](int64_t i) { ++calls[static_cast<size_t>(i)]; });
  EXPECT_EQ(std::count(calls.begin(), calls.end(), 1), 1000);
  EXPECT_THROW(for_each_index(3, 1000,
                              [](int64_t i) {
                                if (i == 500) throw std::runtime_error("500");
                              }),
               std::runtime_error);
}

TEST(GrowthCurve, RecordsSumUpAndFitTheModels) {
  for (const int64_t models : {1, 2, 999, 2264880}) {
    const int64_t most = GrowthCurve(models, 0).most_records();
    for (const int64_t records : {int64_t{0}, int64_t{1}, most / 3, most}) {
      const GrowthCurve growth(models, records);
      int64_t sum = 0;
      for (int32_t day = 0; day < kDays; ++day) {
        sum += growth.records_on(day);
        EXPECT_GE(growth.records_on(day), 0);
        EXPECT_LE(growth.records_on(day), growth.models_on(day));
      }
      EXPECT_EQ(sum, records);
    }
  }
}

TEST(GrowthCurve, FollowsThePublishedCounts) {
  const GrowthCurve growth(2264880, 0);
  const auto on = [&](const char* day) { return growth.models_on(*parse_day(day) - kFirstDay); };
  EXPECT_NEAR(static_cast<double>(on("2022-12-30")), 108473.0, 1100.0);
  EXPECT_NEAR(static_cast<double>(on("2023-12-30")), 450208.0, 4500.0);
  EXPECT_NEAR(static_cast<double>(on("2024-09-25")), 1000000.0, 10000.0);
  EXPECT_EQ(on("2025-12-31"), 2264880);
}

TEST(GrowthCurve, AModelExistsFromItsFirstDay) {
  const GrowthCurve growth(5000, 0);
  for (int64_t i = 0; i < 5000; i += 7) {
    const int32_t day = growth.first_day_of(i);
    EXPECT_GT(growth.models_on(day), i);
    if (day > 0) {
      EXPECT_LE(growth.models_on(day - 1), i);
    }
  }
}

TEST(Market, SharesOfAMonthAreAboutAWhole) {
  uint64_t months = 0;
  for (int32_t month = 0; month < kMonths; ++month) {
    uint64_t sum = 0;
    for (int cell = 0; cell < kCells; ++cell) sum += download_share(cell, month);
    EXPECT_NEAR(static_cast<double>(sum), 10000.0, 50.0) << month;
    months += month_share(month);
  }
  EXPECT_NEAR(static_cast<double>(months), 1048576.0, 48.0);
  int models = 0;
  for (const Cell& cell : kMarket) models += cell.models;
  EXPECT_EQ(models, 1000);
}

TEST(DayQuotas, SumToTheRecordsAndFitTheClasses) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 20000; ++round) {
    ClassCounts existing{};
    for (uint32_t& count : existing)
      count = static_cast<uint32_t>(random() % (1U << random() % 20));
    const uint64_t most = std::accumulate(existing.begin(), existing.end(), uint64_t{0});
    const uint64_t records = round % 10 == 0 ? most : random() % (most + 1);
    const ClassCounts quotas = day_quotas(existing, records, static_cast<uint32_t>(random()));
    EXPECT_EQ(std::accumulate(quotas.begin(), quotas.end(), uint64_t{0}), records);
    for (size_t c = 0; c < quotas.size(); ++c) EXPECT_LE(quotas[c], existing[c]);
  }
}

TEST(DayQuotas, TheInactiveComeLastAndTheHeadsFirst) {
  const ClassCounts existing = {100, 10, 10, 10, 10, 10, 10, 3};
  const ClassCounts few = day_quotas(existing, 4, 0);
  EXPECT_EQ(few[7], 3U);
  EXPECT_EQ(few[0], 0U);
  const ClassCounts nearly_all = day_quotas(existing, 65, 0);
  EXPECT_EQ(nearly_all, (ClassCounts{2, 10, 10, 10, 10, 10, 10, 3}));
}

}  // namespace
}  // namespace hubcensus::generate
