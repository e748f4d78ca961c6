// The numbers of the largest values on the device, by the composite key of value, descending, and
// number: a radix sort is stable, so that numbers which begin ascending stay so among equals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/cuda/held.hpp"

namespace hubcensus::cuda {

// values [n] -> numbers [at most k], as Backend::largest() orders them
std::vector<uint32_t> largest(const DevicePopulation& population, size_t k,
                              StatisticsContext& context);

}  // namespace hubcensus::cuda
