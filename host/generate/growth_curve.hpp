// How many models exist on a day, and so how many records a day gets. A pure function of the number
// of models and records; the same for every seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/calendar.hpp"

namespace hubcensus::generate {

inline constexpr Day kFirstDay = 18993;  // 2022-01-01
inline constexpr int32_t kDays = 1461;   // to 2025-12-31
inline constexpr int32_t kMonths = 48;
inline constexpr Day kFloorDay = 19053;  // 2022-03-02: the earliest createdAt that the Hub knows

// The month, counted from January 2022, of the day counted from kFirstDay.
int32_t month_of(int32_t day);
int32_t first_day_of_month(int32_t month);
int32_t days_in_month(int32_t month);
std::string month_name(int32_t month);  // "2022-01"

class GrowthCurve {
 public:
  GrowthCurve(int64_t models, int64_t records);

  // Models that exist at the end of `day`: those with an index below this number. At least 1.
  int64_t models_on(int32_t day) const { return models_on_[static_cast<size_t>(day)]; }
  // Models that are older than the first day; in a small Hub none.
  int64_t models_before() const { return models_before_; }
  // Records of the day; never more than models_on(day). Their sum is `records`.
  int64_t records_on(int32_t day) const;
  // The day on which model `index` appears; 0 also for those that are older.
  int32_t first_day_of(int64_t index) const;
  // The sum of models_on over all days.
  int64_t most_records() const { return model_days_.back(); }

 private:
  int64_t records_;
  int64_t models_before_;
  std::vector<int64_t> models_on_;
  std::vector<int64_t> model_days_;  // prefix sums of models_on_, kDays + 1 of them
};

}  // namespace hubcensus::generate
