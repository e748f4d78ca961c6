// A block of quantile columns: q01, q10, ... each the nearest-rank quantile of a distribution.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "host/report/table.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

struct NamedQuantile {
  const char* name;
  Probability probability;
};

class QuantileColumns {
 public:
  QuantileColumns(Table& table, std::span<const NamedQuantile> quantiles, const std::string& prefix)
      : quantiles_(quantiles) {
    for (const NamedQuantile& named : quantiles) {
      columns_.push_back(table.integer(prefix + named.name));
    }
  }

  // Null cells where the distribution is empty.
  void add(const ValueCounts& distribution) {
    const CumulativeCounts cumulative(distribution);
    for (size_t i = 0; i < quantiles_.size(); ++i) {
      columns_[i].add(cumulative.quantile(quantiles_[i].probability));
    }
  }

 private:
  std::span<const NamedQuantile> quantiles_;
  std::vector<IntegerColumn> columns_;
};

}  // namespace hubcensus
