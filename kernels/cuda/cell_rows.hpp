// Where a record goes in a facet: its row, by period, age or value; the column is the model's
// number or the value. Index arithmetic for the host and the device, without memory.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "kernels/calendar.hpp"
#include "kernels/lifetimes.hpp"

namespace hubcensus::cuda {

inline constexpr uint32_t kMonthsOfYear = 12;
inline constexpr uint32_t kFirstYear = 1970;
inline constexpr uint32_t kDaysOfFourYears = 1461;

// Months since 1970-01, for the days that records bear. Years are counted from March, so that the
// leap day is the last of its year; 2100, which has none, is the one exception up to 2149.
__host__ __device__ inline uint32_t month_of_day(uint32_t day) {
  constexpr uint32_t kDaysSince1968March = 671;  // at 1970-01-01
  constexpr uint32_t kMonthsSince1968March = 22;
  constexpr uint32_t kFirstOfMarch2100 = 47'541;
  const uint32_t days = day + kDaysSince1968March + (day >= kFirstOfMarch2100 ? 1 : 0);
  const uint32_t year = (4 * days + 3) / kDaysOfFourYears;
  const uint32_t day_of_year = days - kDaysOfFourYears * year / 4;
  const uint32_t month = (5 * day_of_year + 2) / 153;  // of five months, 153 days
  return year * kMonthsOfYear + month - kMonthsSince1968March;
}

// As period_of(), whose periods are numbered from 0 at 1970-01-01 but for the years.
__host__ __device__ inline uint32_t period_row(Grain grain, uint32_t day) {
  constexpr uint32_t kDaysBeforeFirstMonday = 3;
  switch (grain) {
    case Grain::day:
      return day;
    case Grain::week:
      return (day + kDaysBeforeFirstMonday) / 7;
    case Grain::month:
      return month_of_day(day);
    case Grain::year:
      break;
  }
  return month_of_day(day) / kMonthsOfYear;
}

// Days from the creation, not below 0; born is not kAlwaysBorn.
__host__ __device__ inline int64_t age_of(uint32_t day, Day born) {
  const int64_t age = int64_t{day} - born;
  return age < 0 ? 0 : age;
}

// The limits one by one: an element of a std::array is not to be had in device code.
template <size_t kBand>
inline constexpr int32_t kAgeLimit = kAgeLimits[kBand];

template <size_t... kBands>
__host__ __device__ inline uint32_t count_limits(int64_t age, std::index_sequence<kBands...>) {
  return ((age >= kAgeLimit<kBands> ? 1U : 0U) + ...);
}

// The band of kernels/lifetimes.hpp.
__host__ __device__ inline uint32_t band_of_age(int64_t age) {
  return count_limits(age, std::make_index_sequence<kAgeBands - 1>());
}

// Values of single records: rows are {year, size class}, and the columns the values below 2^16.
inline constexpr uint32_t kDenseValues = 1U << 16;
inline constexpr uint32_t kClassBits = 3;
inline constexpr uint32_t kValueBits = 48;  // of a record's downloads
inline constexpr uint32_t kYearBits = 8;    // 1970 to 2149

__host__ __device__ inline uint32_t value_row(uint32_t day, uint32_t size_class) {
  return period_row(Grain::year, day) << kClassBits | size_class;
}
__host__ __device__ inline int32_t year_of_value_row(uint32_t row) {
  return static_cast<int32_t>(kFirstYear + (row >> kClassBits));
}
__host__ __device__ inline uint8_t class_of_value_row(uint32_t row) {
  return static_cast<uint8_t>(row & ((1U << kClassBits) - 1));
}

}  // namespace hubcensus::cuda
