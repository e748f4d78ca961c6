// The distribution of the members' values by code on the CPU: counts of small values by value, the
// others sorted.
#pragma once

#include <vector>

#include "kernels/population.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus::cpu {

// values [n], born [n], codes [n] -> distributions [n_codes]
std::vector<ValueCounts> count_values(const Population& population, const HeldCodes& codes);

}  // namespace hubcensus::cpu
