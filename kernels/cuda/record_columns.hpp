// Records on the device, and how many blocks take them.
//
//   models [rows] u32, days [rows] u16, downloads [rows] u32 or u64, countries [rows] u16 or null
//
// Every array is aligned to 16 bytes at its beginning.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>

namespace hubcensus::cuda {

template <typename Downloads>
struct RecordColumns {
  const uint32_t* models = nullptr;
  const uint16_t* days = nullptr;
  const Downloads* downloads = nullptr;
  const uint16_t* countries = nullptr;
  uint32_t rows = 0;
};

inline constexpr uint32_t kRowsOfThread = 4;
inline constexpr uint32_t kThreadsOfBlock = 256;
inline constexpr uint32_t kBlocksOfMultiprocessor = 8;

// Enough blocks for the rows, and no more than the device holds at once.
__host__ __device__ inline uint32_t blocks_for(uint32_t rows, uint32_t multiprocessors) {
  const uint32_t wanted = rows / (kThreadsOfBlock * kRowsOfThread) + 1;
  const uint32_t most = multiprocessors * kBlocksOfMultiprocessor;
  return rows == 0 ? 0 : (wanted < most ? wanted : most);
}

}  // namespace hubcensus::cuda
