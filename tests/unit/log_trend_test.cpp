#include "host/statistics/log_trend.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hubcensus {
namespace {

// n points whose logarithm is 1 + 0.1 * month, off by `noise` in turn above and below.
std::vector<TrendPoint> points(int n, double noise) {
  std::vector<TrendPoint> points;
  for (int month = 0; month < n; ++month) {
    const double off = month % 2 == 0 ? noise : -noise;
    points.push_back({static_cast<double>(month), std::exp(1 + 0.1 * month + off)});
  }
  return points;
}

TEST(LogTrend, AnExactLineIsContinued) {
  const auto trend = LogTrend::fit(points(12, 0));
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->monthly_factor(), 1.10517);
  const Prediction prediction = trend->at(14);
  EXPECT_EQ(prediction.value, 11.0232);  // e^2.4
  EXPECT_EQ(prediction.lower, 11.0232);
  EXPECT_EQ(prediction.upper, 11.0232);
}

// By hand: months 0 to 11, mean 5.5, Sxx 143; noise +-0.1 in turn moves the slope by -0.6/143. The
// residual sum is 12 * 0.01 - 0.6^2 / 143, s its root over 10 degrees; t is 2.228139.
TEST(LogTrend, TheIntervalFollowsTheNoise) {
  const auto trend = LogTrend::fit(points(12, 0.1));
  ASSERT_TRUE(trend);
  const double slope = 0.1 - 0.6 / 143;
  const double s = std::sqrt((0.12 - 0.36 / 143) / 10);
  const double value = 1 + 0.1 * 5.5 + slope * (12 - 5.5);
  const double reach = 2.228139 * s * std::sqrt(1 + 1 / 12.0 + 6.5 * 6.5 / 143);
  const Prediction prediction = trend->at(12);
  EXPECT_NEAR(prediction.value, std::exp(value), 1e-4);
  EXPECT_NEAR(prediction.lower, std::exp(value - reach), 1e-4);
  EXPECT_NEAR(prediction.upper, std::exp(value + reach), 1e-4);
}

TEST(LogTrend, NeedsTwelvePointsOfSeveralMonths) {
  EXPECT_FALSE(LogTrend::fit(points(11, 0)));
  EXPECT_TRUE(LogTrend::fit(points(24, 0)));
  EXPECT_FALSE(LogTrend::fit(points(25, 0)));
  EXPECT_FALSE(LogTrend::fit(std::vector<TrendPoint>(12, {3, 5})));
}

TEST(LogTrend, SixDigits) {
  EXPECT_EQ(six_digits(1234567.8), 1234570.0);
  EXPECT_EQ(six_digits(0.00012345649), 0.000123456);
  EXPECT_EQ(six_digits(0), 0);
}

}  // namespace
}  // namespace hubcensus
