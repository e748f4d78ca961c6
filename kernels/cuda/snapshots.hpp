// From samples to downloads by period on the device, in place. The rules are those of
// kernels/snapshots.hpp.
//
// The cube stays the host's: tiles of it, a chunk of models by one period, stream through the
// device and back, so that a cube of any size needs a few MiB there. Chunks do not know of each
// other and run in streams of their own; the periods of a chunk follow each other.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/cuda/device.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/tally.hpp"

namespace hubcensus::cuda {

Differences convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                   uint32_t models, Device& device);
// last_day[period - latest.first_period()]
u128 keep_last_samples(Cube& latest, std::span<const Day> last_day, Device& device);

}  // namespace hubcensus::cuda
