// Segmented sums by code on the CPU, of all dimensions in one pass over the values.
#pragma once

#include <span>
#include <vector>

#include "kernels/population.hpp"

namespace hubcensus::cpu {

// values [n], born [n], codes[d] [n] -> sums[d] [n_codes of d], members[d] likewise
std::vector<CodeSums> sum_by_codes(const Population& population,
                                   std::span<const HeldCodes* const> dimensions);

}  // namespace hubcensus::cpu
