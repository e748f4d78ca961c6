// How threads take records: four consecutive rows each, loaded as vectors. Device code.
//
// Invariant: a warp's lanes take the same number of turns, so that they may meet in each.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/record_columns.hpp"

namespace hubcensus::cuda {

template <typename Downloads>
struct ThreadRows {
  uint32_t count = 0;  // of those below
  uint32_t models[kRowsOfThread];
  uint16_t days[kRowsOfThread];
  uint64_t downloads[kRowsOfThread];
};

__device__ inline void load_four(const uint32_t* from, uint64_t* to) {
  const uint4 four = *reinterpret_cast<const uint4*>(from);
  to[0] = four.x;
  to[1] = four.y;
  to[2] = four.z;
  to[3] = four.w;
}

__device__ inline void load_four(const uint64_t* from, uint64_t* to) {
  const auto* pairs = reinterpret_cast<const ulonglong2*>(from);
  const ulonglong2 low = pairs[0];
  const ulonglong2 high = pairs[1];
  to[0] = low.x;
  to[1] = low.y;
  to[2] = high.x;
  to[3] = high.y;
}

// The rows from `first` on, a multiple of four; none behind the last row.
template <typename Downloads>
__device__ inline ThreadRows<Downloads> load_rows(const RecordColumns<Downloads>& columns,
                                                  uint64_t first) {
  ThreadRows<Downloads> rows;
  if (first >= columns.rows) return rows;
  const uint32_t left = columns.rows - static_cast<uint32_t>(first);
  rows.count = left < kRowsOfThread ? left : kRowsOfThread;
  if (rows.count == kRowsOfThread) {
    const uint4 models = *reinterpret_cast<const uint4*>(columns.models + first);
    const ushort4 days = *reinterpret_cast<const ushort4*>(columns.days + first);
    rows.models[0] = models.x;
    rows.models[1] = models.y;
    rows.models[2] = models.z;
    rows.models[3] = models.w;
    rows.days[0] = days.x;
    rows.days[1] = days.y;
    rows.days[2] = days.z;
    rows.days[3] = days.w;
    load_four(columns.downloads + first, rows.downloads);
    return rows;
  }
#pragma unroll
  for (uint32_t i = 0; i < kRowsOfThread; ++i) {
    const bool is_row = i < rows.count;
    rows.models[i] = is_row ? columns.models[first + i] : 0;
    rows.days[i] = is_row ? columns.days[first + i] : 0;
    rows.downloads[i] = is_row ? columns.downloads[first + i] : 0;
  }
  return rows;
}

// Calls take(rows, first) as often as the warp's first lane has rows; lanes without get none.
template <typename Downloads, typename Take>
__device__ inline void for_thread_rows(const RecordColumns<Downloads>& columns, Take take) {
  const uint64_t step = uint64_t{gridDim.x} * blockDim.x * kRowsOfThread;
  const uint32_t lane = threadIdx.x % kWarpThreads;
  uint64_t first = (uint64_t{blockIdx.x} * blockDim.x + threadIdx.x) * kRowsOfThread;
  for (; first - lane * kRowsOfThread < columns.rows; first += step) {
    take(load_rows(columns, first), first);
  }
}

}  // namespace hubcensus::cuda
