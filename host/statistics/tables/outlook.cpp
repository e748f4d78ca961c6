#include <array>

#include "host/statistics/log_trend.hpp"
#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

constexpr int32_t kMonthsAhead = 6;

struct OutlookDimension {
  const char* name;
  bool has_unknown;
  Spread (*spread)(const Catalog&, const WindowFacts&);
};

Spread spread_over_countries(const Catalog& catalog, const WindowFacts& facts) {
  std::vector<uint64_t> downloads(catalog.countries.size());
  for (size_t group = 0; group < facts.groups.sums.size(); ++group) {
    downloads[catalog.groups[group].country] += facts.groups.sums[group];
  }
  return spread_of(downloads);
}

constexpr std::array<OutlookDimension, 4> kOutlookDimensions = {{
    {"accounts", false,
     [](const Catalog&, const WindowFacts& facts) { return spread_of(facts.accounts); }},
    {"countries", true, spread_over_countries},
    {"languages", true, [](const Catalog&, const WindowFacts& facts) { return facts.languages; }},
    {"tasks", true, [](const Catalog&, const WindowFacts& facts) { return facts.tasks; }},
}};

class EffectiveTable {
 public:
  void add(const OutlookDimension& dimension, const Window& window, const Spread& spread) {
    window_.add(window.name);
    dimension_.add(dimension.name);
    columns_.add(window);
    values_.add(spread.values);
    effective_number_.add(spread.effective_number());
    effective_number_known_.add(
        dimension.has_unknown ? std::optional(spread.effective_number_of_known()) : std::nullopt);
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "outlook", "Further fragmentation?",
      "Effective number of accounts, countries, languages and tasks in each month: the inverse of "
      "the sum of squared shares of downloads, with 'unknown' as one value, and without it (known; "
      "every model has an account). Values: those with a download. The downloads of a model of "
      "several languages count for each."};
  TextColumn window_ = table_.key("window");
  TextColumn dimension_ = table_.key("dimension");
  WindowColumns columns_{table_};
  IntegerColumn values_ = table_.integer("values");
  RatioColumn effective_number_ = table_.wide_ratio("effective_number");
  RatioColumn effective_number_known_ = table_.wide_ratio("effective_number_known");
};

// The last complete months, each with its spread in one dimension; those without downloads have no
// effective number and are left out of the fit.
class Series {
 public:
  void add(const Window& month, const Spread& spread) {
    last_ = period_of(Grain::month, month.first);
    if (spread.total == 0) return;
    if (const auto value = nearest(spread.effective_number())) points_.push_back({last_, *value});
  }

  int32_t last() const { return last_; }
  std::vector<TrendPoint> points() const {
    std::vector<TrendPoint> last_points;
    for (const auto& [month, value] : points_) {
      if (month <= last_ - static_cast<int32_t>(kMostTrendPoints)) continue;
      last_points.push_back({static_cast<double>(month - last_), value});
    }
    return last_points;
  }

 private:
  struct Point {
    int32_t month;
    double value;
  };
  std::vector<Point> points_;
  int32_t last_ = 0;
};

class ForecastTable {
 public:
  void add(const OutlookDimension& dimension, const Series& series) {
    const std::vector<TrendPoint> points = series.points();
    const auto trend = LogTrend::fit(points);
    if (!trend) return;
    const int32_t first = series.last() + static_cast<int32_t>(points.front().month);
    for (int32_t ahead = 1; ahead <= kMonthsAhead; ++ahead) {
      const Prediction prediction = trend->at(ahead);
      dimension_.add(dimension.name);
      month_.add(period_name(Grain::month, series.last() + ahead));
      label_.add("extrapolation");
      first_.add(period_name(Grain::month, first));
      last_.add(period_name(Grain::month, series.last()));
      points_.add(points.size());
      factor_.add(trend->monthly_factor());
      estimate_.add(prediction.value);
      lower_.add(prediction.lower);
      upper_.add(prediction.upper);
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "outlook_forecast", "How may the effective numbers go on?",
      "Extrapolation, no finding: least squares of the logarithm of the effective number (with "
      "'unknown' as one value) on the month, over the last 24 complete months, at least 12 with "
      "downloads, six months on. Factor: by which the fit changes from month to month. Lower and "
      "upper: the 95 % prediction interval. 6 significant digits."};
  TextColumn dimension_ = table_.key("dimension");
  TextColumn month_ = table_.key("month");
  TextColumn label_ = table_.text("label");
  TextColumn first_ = table_.text("first_month");
  TextColumn last_ = table_.text("last_month");
  IntegerColumn points_ = table_.integer("months");
  RealColumn factor_ = table_.real("factor");
  RealColumn estimate_ = table_.real("estimate");
  RealColumn lower_ = table_.real("lower");
  RealColumn upper_ = table_.real("upper");
};

}  // namespace

std::vector<Table> outlook(const Findings& findings) {
  EffectiveTable effective_table;
  ForecastTable forecast_table;
  for (const OutlookDimension& dimension : kOutlookDimensions) {
    Series series;
    for (const WindowFacts& facts : findings.windows) {
      if (facts.window.grain != "month") continue;
      const Spread spread = dimension.spread(*findings.catalog, facts);
      effective_table.add(dimension, facts.window, spread);
      if (facts.window.complete) series.add(facts.window, spread);
    }
    forecast_table.add(dimension, series);
  }
  std::vector<Table> tables;
  tables.push_back(effective_table.take());
  tables.push_back(forecast_table.take());
  return tables;
}

}  // namespace hubcensus
