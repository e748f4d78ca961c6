// Which models have a record on a day, and of how many downloads.
//
// A day is made from its number alone: quotas by activity class that sum to the day's records, an
// evenly spaced choice within each class, and a value from the model's rate. Multipliers, computed
// once, bring each cell of the market to its share of each month. Invariant: exactly
// growth.records_on(day) records, distinct models, all of them existing.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "host/generate/growth_curve.hpp"
#include "host/generate/population.hpp"

namespace hubcensus::generate {

// The downloads of all records together aim at the lesser of these two products.
inline constexpr uint64_t kMeanDownloads = 21641;  // of a model over all its life: the Hub's
inline constexpr uint64_t kMostDownloadsPerRecord = 1000;  // on average, where records are few

struct Record {
  uint32_t model;
  int32_t day;  // counted from kFirstDay
  int64_t downloads;
};

using ClassCounts = std::array<uint32_t, kActivityClasses>;

// Quotas for `records` in sum, none above its class: in proportion to the classes' activity, capped
// at their counts. `dither` (32 random bits) decides which way fractions go.
ClassCounts day_quotas(const ClassCounts& existing, uint64_t records, uint32_t dither);

class Activity {
 public:
  Activity(const Population& population, const GrowthCurve& growth, int64_t records, int threads);

  // The records of a day, by model.
  std::vector<Record> records_of(int32_t day) const;

 private:
  static constexpr size_t kShares = 2 * kCells;  // the tail and the heads of each cell

  void count_classes();
  void weigh_months(int threads);
  void set_multipliers(uint64_t total);
  int64_t downloads(const Model& model, int64_t index, int32_t day, uint64_t scale) const;

  const Population& population_;
  const GrowthCurve& growth_;
  std::vector<ClassCounts> existing_;                       // by day
  std::vector<std::array<uint64_t, kShares>> weights_;      // by month: sum of rates over days
  std::vector<std::array<uint64_t, kShares>> multipliers_;  // by month: of 2^32
};

}  // namespace hubcensus::generate
