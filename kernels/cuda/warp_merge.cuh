// Sums over the lanes of a warp that hold the same code, so that one of them makes the atomic.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

#include "kernels/cuda/device.hpp"

namespace hubcensus::cuda {

inline constexpr uint32_t kAllLanes = 0xFFFF'FFFF;

// peers: the lanes that hold what this one holds, as __match_any_sync tells.
__device__ inline bool is_first_of(uint32_t peers) {
  return threadIdx.x % kWarpThreads == static_cast<uint32_t>(__ffs(static_cast<int>(peers)) - 1);
}

// The first of the peers gets the sum of all their values, the others nothing of use. All lanes of
// the warp call it. In each round every lane adds what its next peer above holds, and every second
// peer is done: five rounds where all hold the same, none where all differ.
__device__ inline uint64_t sum_of_peers(uint32_t peers, uint64_t value) {
  const uint32_t lane = threadIdx.x % kWarpThreads;
  uint32_t above = peers & (~1U << lane);
  auto place = static_cast<uint32_t>(__popc(peers & ((1U << lane) - 1)));
  while (__any_sync(kAllLanes, above != 0) != 0) {
    const int next = __ffs(static_cast<int>(above)) - 1;
    const uint64_t theirs = __shfl_sync(kAllLanes, value, next < 0 ? 0 : next);
    if (next >= 0) value += theirs;
    above &= __ballot_sync(kAllLanes, place % 2 == 0);
    place /= 2;
  }
  return value;
}

}  // namespace hubcensus::cuda
