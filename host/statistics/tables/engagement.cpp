#include <array>

#include "host/statistics/tables.hpp"
#include "host/statistics/tables/quantile_columns.hpp"

namespace hubcensus {
namespace {

constexpr std::array<NamedQuantile, 5> kQuantiles = {
    {{"q10", {1, 10}}, {"q25", {1, 4}}, {"q50", {1, 2}}, {"q75", {3, 4}}, {"q90", {9, 10}}}};
constexpr std::array<NamedQuantile, 1> kMedian = {{{"q50", {1, 2}}}};

// Models by a number of weeks, as a distribution of that number.
ValueCounts distribution_of(std::span<const uint64_t> models_by_weeks) {
  ValueCounts distribution;
  for (size_t weeks = 0; weeks < models_by_weeks.size(); ++weeks) {
    if (models_by_weeks[weeks] == 0) continue;
    distribution.values.push_back(weeks);
    distribution.counts.push_back(models_by_weeks[weeks]);
  }
  return distribution;
}

Ratio mean_of(const ValueCounts& distribution) { return {sum(distribution), size(distribution)}; }

class EngagementTable {
 public:
  void add(std::string_view by, std::string_view group, const Lifetimes& lives) {
    const ValueCounts lifetimes = distribution_of(lives.by_lifetime);
    const ValueCounts peaks = distribution_of(lives.by_peak);
    by_.add(by);
    group_.add(group);
    models_.add(lives.models);
    censored_.add(lives.censored);
    uncensored_.add(lives.models - lives.censored);
    mean_lifetime_.add(mean_of(lifetimes));
    lifetime_.add(lifetimes);
    mean_weeks_to_peak_.add(mean_of(peaks));
    weeks_to_peak_.add(peaks);
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "engagement", "How long does a model live?",
      "Models created from the first to the last record day, observed for at least 26 complete "
      "weeks up to the last record day, and downloaded in one of their observed weeks: the "
      "complete ones among weeks 0 to 51 since the day of creation; downloads before it are of "
      "week 0. The peak is the first week of the most downloads; the lifetime is 1 + the last "
      "week of at least a tenth of those, in weeks. A model whose last such week is its last "
      "observed one is censored: counted, and left out of means and quantiles (nearest rank). By "
      "the account's kind and by size class."};
  TextColumn by_ = table_.key("by");
  TextColumn group_ = table_.key("group");
  IntegerColumn models_ = table_.integer("models");
  IntegerColumn censored_ = table_.integer("censored");
  IntegerColumn uncensored_ = table_.integer("uncensored");
  RatioColumn mean_lifetime_ = table_.ratio("mean_lifetime");
  QuantileColumns lifetime_{table_, kQuantiles, "lifetime_"};
  RatioColumn mean_weeks_to_peak_ = table_.ratio("mean_weeks_to_peak");
  QuantileColumns weeks_to_peak_{table_, kMedian, "weeks_to_peak_"};
};

class CurveTable {
 public:
  void add(std::string_view by, std::string_view group, const Lifetimes& lives) {
    for (size_t week = 0; week < kLifeWeeks; ++week) {
      by_.add(by);
      group_.add(group);
      week_.add(week);
      mean_downloads_.add(share(lives.downloads[week], lives.observed[week]));
    }
  }

  Table take() { return std::move(table_); }

 private:
  Table table_{
      "engagement_curve", "How do downloads follow a model's age?",
      "The models of engagement, those censored too, by week since the day of creation: their "
      "downloads of that week over the number of models observed in all of it."};
  TextColumn by_ = table_.key("by");
  TextColumn group_ = table_.key("group");
  IntegerColumn week_ = table_.key_integer("week");
  RatioColumn mean_downloads_ = table_.ratio("mean_downloads");
};

}  // namespace

std::vector<Table> engagement(const Findings& findings) {
  EngagementTable lifetimes;
  CurveTable curve;
  const auto add = [&](std::string_view by, std::string_view group, const Lifetimes& lives) {
    lifetimes.add(by, group, lives);
    curve.add(by, group, lives);
  };
  Lifetimes all;
  std::array<Lifetimes, kSizeClasses> classes;
  for (size_t kind = 0; kind < kAccountKinds; ++kind) {
    Lifetimes of_kind;
    for (size_t i = 0; i < kSizeClasses; ++i) {
      of_kind += findings.engagement[kind][i];
      classes[i] += findings.engagement[kind][i];
    }
    add("kind", kAccountKindNames[kind], of_kind);
    all += of_kind;
  }
  for (size_t i = 0; i < kSizeClasses; ++i) add("class", kSizeClassNames[i], classes[i]);
  add("all", "all", all);
  std::vector<Table> tables;
  tables.push_back(lifetimes.take());
  tables.push_back(curve.take());
  return tables;
}

}  // namespace hubcensus
