#include "host/generate/growth_curve.hpp"

#include <algorithm>
#include <array>

#include "kernels/error.hpp"
#include "kernels/ratio.hpp"

namespace hubcensus::generate {
namespace {

constexpr int32_t kFirstMonth = 52 * 12;  // January 2022, counted from 1970

// Models of the Hub at the first of each month from January 2022, from published counts (55,524 on
// 2022-07-02; 108,473 on 2022-12-30; 450,208 on 2023-12-30; 1,000,000 on 2024-09-25; 2,126,833 in
// October 2025; 2,264,880 at the end of 2025), in between by a constant rate of growth. The counts
// before July 2022 are estimates: the Hub has no creation days of that time.
constexpr std::array<int64_t, kMonths + 1> kHubModels = {
    20000,   24016,   28332,   33579,   39563,   46869,   55221,   62042,   69582,   77751,
    87200,   97437,   109322,  123368,  137600,  155280,  174549,  196975,  221419,  249867,
    281971,  316962,  357686,  402073,  452877,  496334,  540754,  592643,  647594,  709735,
    775543,  849961,  931520,  1011830, 1075218, 1140339, 1211778, 1287692, 1360339, 1445560,
    1533111, 1629156, 1727827, 1836070, 1951094, 2069264, 2156569, 2210061, 2264880};

int64_t scaled(int64_t value, int64_t numerator, int64_t denominator) {
  return static_cast<int64_t>(u128(static_cast<uint64_t>(value)) *
                              static_cast<uint64_t>(numerator) /
                              static_cast<uint64_t>(denominator));
}

}  // namespace

int32_t month_of(int32_t day) { return period_of(Grain::month, kFirstDay + day) - kFirstMonth; }

int32_t first_day_of_month(int32_t month) {
  return first_day(Grain::month, kFirstMonth + month) - kFirstDay;
}

int32_t days_in_month(int32_t month) {
  return first_day_of_month(month + 1) - first_day_of_month(month);
}

std::string month_name(int32_t month) { return period_name(Grain::month, kFirstMonth + month); }

GrowthCurve::GrowthCurve(int64_t models, int64_t records)
    : records_(records),
      models_before_(scaled(models, kHubModels.front(), kHubModels.back())),
      model_days_(1, 0) {
  for (int32_t month = 0; month < kMonths; ++month) {
    const int64_t begin = kHubModels[static_cast<size_t>(month)];
    const int64_t end = kHubModels[static_cast<size_t>(month) + 1];
    const int32_t length = days_in_month(month);
    for (int32_t day = 1; day <= length; ++day) {
      const int64_t hub = begin * length + (end - begin) * day;
      const int64_t count = scaled(models, hub, kHubModels.back() * length);
      models_on_.push_back(std::max<int64_t>(count, 1));
      int64_t sum = 0;
      if (__builtin_add_overflow(model_days_.back(), models_on_.back(), &sum)) {
        throw Error(ErrorKind::usage, "too many models: " + std::to_string(models));
      }
      model_days_.push_back(sum);
    }
  }
}

int64_t GrowthCurve::records_on(int32_t day) const {
  // Differences of a floor: the parts sum to records_, and none exceeds its models, as records_
  // does not exceed most_records().
  const auto before = scaled(records_, model_days_[static_cast<size_t>(day)], most_records());
  return scaled(records_, model_days_[static_cast<size_t>(day) + 1], most_records()) - before;
}

int32_t GrowthCurve::first_day_of(int64_t index) const {
  const auto position = std::upper_bound(models_on_.begin(), models_on_.end(), index);
  return static_cast<int32_t>(position - models_on_.begin());
}

}  // namespace hubcensus::generate
