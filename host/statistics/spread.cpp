#include "host/statistics/spread.hpp"

#include <limits>

#include "kernels/error.hpp"

namespace hubcensus {

Spread spread_of(std::span<const uint64_t> downloads) {
  Spread spread;
  u128 total = 0;
  for (const uint64_t value : downloads) {
    spread.values += value > 0 ? 1 : 0;
    total += value;
    spread.squares += u128{value} * value;
  }
  // Models have downloads below 2^63 together, but each counts for all of its languages.
  if (total > static_cast<u128>(std::numeric_limits<int64_t>::max())) {
    throw Error(ErrorKind::limit,
                "the downloads of all languages sum to " + to_decimal(total) + ", beyond 2^63 - 1");
  }
  spread.total = static_cast<uint64_t>(total);
  spread.unknown = downloads.empty() ? 0 : downloads[kUnknownValue];
  return spread;
}

Spread spread_of(const ValueCounts& downloads) {
  return {count_nonzero(downloads), static_cast<uint64_t>(sum(downloads)), 0,
          sum_of_squares(downloads)};
}

Spread spread_over_languages(const ModelAttributes& attributes,
                             std::span<const uint64_t> downloads) {
  std::vector<uint64_t> by_language(attributes.languages.size());
  for (uint32_t model = 0; model < downloads.size(); ++model) {
    if (downloads[model] == 0) continue;
    const auto languages = attributes.languages_of(model);
    if (languages.empty()) by_language[kUnknownValue] += downloads[model];
    for (const uint32_t language : languages) by_language[language] += downloads[model];
  }
  return spread_of(by_language);
}

}  // namespace hubcensus
