// Models that turned out to be one: their cells of a cube become one cell.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/tally.hpp"

namespace hubcensus {

// In every period, cells of model m become part of cell into[m], by max, and 0: of two samples the
// later one stays. into[m] == m: m stays; into[into[m]] == into[m]. Models beyond `into` stay.
// Throws Error(internal) for a cube of sums, in which no cell is a sample. Not thread-safe.
void merge_models(Cube& cube, std::span<const uint32_t> into);

}  // namespace hubcensus
