// The cells of a facet on the device: tiles of 2^16 u64, one for a row and a chunk of columns, as
// the host's chunks are.
//
//   slots [rows] u32     number of the row in `tiles`, kNoSlot where none of its tiles is there
//   tiles [slots][chunks] pointer to cells [65536] u64; null where that tile is not there
//
// What has no tile is left out by the kernels: another pass brings it.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

#include "kernels/chunked_column.hpp"

namespace hubcensus::cuda {

inline constexpr uint32_t kNoSlot = 0xFFFF'FFFFU;
inline constexpr int64_t kTileBytes = int64_t{kChunkValues} * 8;

struct TileTable {
  const uint32_t* slots = nullptr;
  uint64_t* const* tiles = nullptr;
  uint32_t chunks = 0;

  __device__ uint64_t* find(uint32_t row, uint32_t column) const {
    const uint32_t slot = slots[row];
    const uint32_t chunk = column >> kChunkBits;
    if (slot == kNoSlot || chunk >= chunks) return nullptr;
    uint64_t* const tile = tiles[uint64_t{slot} * chunks + chunk];
    return tile == nullptr ? nullptr : tile + (column & kChunkMask);
  }
};

}  // namespace hubcensus::cuda
