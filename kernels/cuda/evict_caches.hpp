// For benchmarks: an L2 that does not hold the data of the operation that comes.
#pragma once

#include "kernels/cuda/held.hpp"

namespace hubcensus::cuda {

// Writes several times the L2; `others` is that memory. Waits.
void evict_caches(DeviceBuffer<std::byte>& others, StatisticsContext& context);

}  // namespace hubcensus::cuda
