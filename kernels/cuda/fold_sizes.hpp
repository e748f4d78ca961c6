// How a fold shares out the device memory that is free when it starts. Host arithmetic, no device.
#pragma once

#include <algorithm>
#include <cstdint>

namespace hubcensus::cuda {

struct FoldSizes {
  uint32_t stage_rows;  // of a staging buffer
  uint32_t stages;      // buffers, at most
  int64_t tiles_bytes;  // of all facets' tiles
  int64_t keys_bytes;   // of each kind of keys that are counted by sorting
};

inline constexpr uint32_t kMostStages = 12;
inline constexpr int64_t kBytesOfStagedRow = 4 + 2 + 8 + 2;

// Tiles get what is left: half of a small device, all but 4 GiB of a large one. Staging buffers
// take an eighth at most, so does each kind of keys; the rest is for columns, tables and sorts.
constexpr FoldSizes plan_sizes(int64_t free_bytes) {
  constexpr int64_t kLeastRows = 1 << 12;
  constexpr int64_t kMostRows = 1 << 19;
  int64_t rows = kMostRows;
  while (rows > kLeastRows && rows * kBytesOfStagedRow * kMostStages > free_bytes / 8) rows /= 2;
  const int64_t others = std::min(free_bytes / 2, int64_t{4} << 30);
  return {static_cast<uint32_t>(rows), kMostStages, free_bytes - others, others / 4};
}

}  // namespace hubcensus::cuda
