// Sums by group of models brought to one dimension: country, kind or size class.
#pragma once

#include <vector>

#include "host/statistics/findings.hpp"

namespace hubcensus {

struct Amount {
  uint64_t downloads = 0;
  uint64_t models = 0;  // members of the window
};

// Amounts by dimension(group), an index below `size`.
template <typename Dimension>
std::vector<Amount> amounts_by(const Catalog& catalog, const CodeSums& groups, size_t size,
                               Dimension dimension) {
  std::vector<Amount> amounts(size);
  for (size_t group = 0; group < groups.sums.size(); ++group) {
    Amount& amount = amounts[static_cast<size_t>(dimension(catalog.groups[group]))];
    amount.downloads += groups.sums[group];
    amount.models += groups.members[group];
  }
  return amounts;
}

}  // namespace hubcensus
