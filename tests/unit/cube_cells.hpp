// The cells of a cube as a test compares them.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "kernels/tally.hpp"

namespace hubcensus {

// By period and model, cells of zero left out.
using Cells = std::map<std::pair<int32_t, uint32_t>, uint64_t>;

inline Cells cells_of(const Cube& cube) {
  Cells cells;
  for (int32_t period = cube.first_period(); period < cube.end_period(); ++period) {
    const ChunkedColumn<uint64_t>* column = cube.find(period);
    for (uint32_t chunk = 0; column != nullptr && chunk < kMaxChunks; ++chunk) {
      const uint64_t* values = column->find(chunk);
      for (uint32_t i = 0; values != nullptr && i < kChunkValues; ++i) {
        if (values[i] != 0) cells[{period, (chunk << kChunkBits) + i}] = values[i];
      }
    }
  }
  return cells;
}

}  // namespace hubcensus
