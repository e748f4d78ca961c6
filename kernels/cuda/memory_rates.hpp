// How fast the device copies within its memory and takes from pinned memory of the host: the walls
// that the times of its steps are set against.
#pragma once

#include "kernels/backend.hpp"
#include "kernels/cuda/device.hpp"

namespace hubcensus::cuda {

// The best of a few copies of up to 256 MiB, less where the device has less free; all is given
// back.
MemoryRates memory_rates(Device& device);

}  // namespace hubcensus::cuda
