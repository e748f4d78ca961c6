// Merging in a warp before memory is touched: lanes that bring something for the same cell become
// one, so that a hot model or a sorted file costs no more atomic operations than any other.
//
// All lanes of the warp call these functions together.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

#include "kernels/cuda/device.hpp"

namespace hubcensus::cuda {

inline constexpr uint32_t kAllLanes = 0xFFFF'FFFFU;

// Atomic operations on u64 cells, in the type that CUDA knows them by.
using AtomicCell = unsigned long long;
static_assert(sizeof(AtomicCell) == sizeof(uint64_t));

struct SumCells {
  __device__ static uint64_t combine(uint64_t left, uint64_t right) { return left + right; }
  __device__ static void apply(uint64_t* cell, uint64_t value) {
    if (value != 0) atomicAdd(reinterpret_cast<AtomicCell*>(cell), AtomicCell{value});
  }
};

struct MaxCells {
  __device__ static uint64_t combine(uint64_t left, uint64_t right) {
    return left < right ? right : left;
  }
  __device__ static void apply(uint64_t* cell, uint64_t value) {
    // Most samples are older than what is there, and a read costs less than an atomic.
    if (*cell < value) atomicMax(reinterpret_cast<AtomicCell*>(cell), AtomicCell{value});
  }
};

// The values of all peers, combined, for the lowest of them; undefined for the others. peers: lanes
// of the same key, this one among them. In each round every other peer hands its value down, so
// that it takes no more rounds than the logarithm of the largest group, and none where all differ.
template <typename Operator>
__device__ inline uint64_t combine_peers(uint32_t peers, uint64_t value) {
  const uint32_t lane = threadIdx.x % kWarpThreads;
  const uint32_t below = (1U << lane) - 1;
  const uint32_t above = ~below & ~(1U << lane);
  uint32_t rank = static_cast<uint32_t>(__popc(peers & below));
  uint32_t holders = peers;
  while (__any_sync(kAllLanes, (holders & (holders - 1)) != 0)) {
    const uint32_t higher = holders & above;
    const int from = higher == 0 ? static_cast<int>(lane) : __ffs(static_cast<int>(higher)) - 1;
    const uint64_t handed = __shfl_sync(kAllLanes, value, from);
    if ((rank & 1) == 0 && higher != 0) value = Operator::combine(value, handed);
    holders &= ~__ballot_sync(kAllLanes, static_cast<int>(rank & 1));
    rank >>= 1;
  }
  return value;
}

// peers: as above. One lane of them stands for all.
__device__ inline bool is_lowest_of(uint32_t peers) {
  return (peers & ((1U << threadIdx.x % kWarpThreads) - 1)) == 0;
}

// Brings each lane's value to its cell, null where there is none.
template <typename Operator>
__device__ inline void apply_merged(uint64_t* cell, uint64_t value) {
  if (!__any_sync(kAllLanes, cell != nullptr)) return;
  const uint32_t lane = threadIdx.x % kWarpThreads;
  const auto address = static_cast<AtomicCell>(reinterpret_cast<uintptr_t>(cell));
  uint32_t peers = __match_any_sync(kAllLanes, address);
  if (cell == nullptr) peers = 1U << lane;
  const uint64_t merged = combine_peers<Operator>(peers, value);
  if (cell != nullptr && is_lowest_of(peers)) Operator::apply(cell, merged);
}

}  // namespace hubcensus::cuda
