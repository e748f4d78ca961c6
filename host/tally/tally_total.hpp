// Tallies as a whole: one without a cell, and the bound of all.
#pragma once

#include <string>
#include <vector>

#include "host/tally/tally_settings.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

// With the facets of these names (facet_names()).
Tally empty_tally(const std::vector<std::string>& facets, const TallySettings& settings,
                  MemoryBudget& budget);

// The bound that a fold keeps, for what was merged: throws Error(invalid_input) where the downloads
// sum to more than 2^63 - 1.
void check_total(const Tally& tally);

}  // namespace hubcensus
