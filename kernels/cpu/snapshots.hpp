// From samples to downloads by period on the CPU, in place: parallel over chunks of models, as
// models do not know of each other. The rules are those of kernels/snapshots.hpp.
#pragma once

#include <span>

#include "kernels/snapshots.hpp"
#include "kernels/tally.hpp"

namespace hubcensus::cpu {

Differences convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                   uint32_t models);
// last_day[period - latest.first_period()]
u128 keep_last_samples(Cube& latest, std::span<const Day> last_day);

}  // namespace hubcensus::cpu
