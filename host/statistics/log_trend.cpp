#include "host/statistics/log_trend.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace hubcensus {
namespace {

// The 0.975 quantile of Student's t by degrees of freedom, from n - 2 of the fewest points on.
constexpr std::array<double, kMostTrendPoints - kFewestTrendPoints + 1> kStudent = {
    2.2281388519649385, 2.2009851600829489, 2.1788128296634177, 2.1603686564610127,
    2.1447866879169273, 2.1314495455593235, 2.1199052992210112, 2.1098155778331806,
    2.1009220402409601, 2.0930240544082634, 2.0859634472658364, 2.0796138447276626,
    2.0738730679040147};

}  // namespace

double six_digits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.5e", value);
  return std::strtod(text.data(), nullptr);
}

std::optional<LogTrend> LogTrend::fit(std::span<const TrendPoint> points) {
  if (points.size() < kFewestTrendPoints || points.size() > kMostTrendPoints) return std::nullopt;
  LogTrend trend;
  trend.points_ = static_cast<double>(points.size());
  for (const auto& [month, value] : points) {
    trend.mean_month_ += month / trend.points_;
    trend.mean_log_ += std::log(value) / trend.points_;
  }
  double products = 0;
  for (const auto& [month, value] : points) {
    const double offset = month - trend.mean_month_;
    trend.sum_of_squares_ += offset * offset;
    products += offset * (std::log(value) - trend.mean_log_);
  }
  if (trend.sum_of_squares_ == 0) return std::nullopt;
  trend.slope_ = products / trend.sum_of_squares_;
  double residuals = 0;
  for (const auto& [month, value] : points) {
    const double fitted = trend.mean_log_ + trend.slope_ * (month - trend.mean_month_);
    residuals += (std::log(value) - fitted) * (std::log(value) - fitted);
  }
  trend.deviation_ = std::sqrt(residuals / (trend.points_ - 2));
  trend.quantile_ = kStudent[points.size() - kFewestTrendPoints];
  return trend;
}

double LogTrend::monthly_factor() const { return six_digits(std::exp(slope_)); }

Prediction LogTrend::at(double month) const {
  const double offset = month - mean_month_;
  const double value = mean_log_ + slope_ * offset;
  const double reach =
      quantile_ * deviation_ * std::sqrt(1 + 1 / points_ + offset * offset / sum_of_squares_);
  return {six_digits(std::exp(value)), six_digits(std::exp(value - reach)),
          six_digits(std::exp(value + reach))};
}

}  // namespace hubcensus
