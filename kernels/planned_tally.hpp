// The tally that a fold begins with, on every backend: the facets of its plan, all empty.
#pragma once

#include "kernels/backend.hpp"

namespace hubcensus {

Tally planned_tally(const FoldPlan& plan, MemoryBudget& budget);

}  // namespace hubcensus
