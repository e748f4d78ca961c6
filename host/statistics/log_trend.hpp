// The least squares of a logarithm on the month, and its 95 % prediction interval: the one place
// where the census extrapolates, and the one that uses logarithms. Numbers have 6 significant
// digits.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace hubcensus {

inline constexpr size_t kFewestTrendPoints = 12;
inline constexpr size_t kMostTrendPoints = 24;

struct TrendPoint {
  double month;  // counted from any month
  double value;  // above 0; its logarithm is fitted
};

struct Prediction {
  double value;
  double lower;
  double upper;
};

class LogTrend {
 public:
  // None below kFewestTrendPoints points, above kMostTrendPoints, or where all are of one month.
  static std::optional<LogTrend> fit(std::span<const TrendPoint> points);

  double monthly_factor() const;
  // y +- t(0.975, n-2) * s * sqrt(1 + 1/n + (month - mean)^2 / Sxx), exponentiated.
  Prediction at(double month) const;

 private:
  LogTrend() = default;

  double points_ = 0;
  double mean_month_ = 0;
  double mean_log_ = 0;
  double slope_ = 0;
  double sum_of_squares_ = 0;  // Sxx
  double deviation_ = 0;       // s
  double quantile_ = 0;        // of Student's t
};

double six_digits(double value);

}  // namespace hubcensus
