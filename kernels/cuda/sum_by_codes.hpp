// Segmented sums by code on the device, of all dimensions in one pass over the values.
//
// Equal codes within a warp are merged before any atomic, so that a giant group costs no more than
// many small ones. Dimensions of few codes are summed in tables of the block in shared memory, as
// many as fit; the others go to device memory.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/cuda/held.hpp"

namespace hubcensus::cuda {

inline constexpr size_t kSumDimensions = 8;         // of one pass; more take another
inline constexpr uint32_t kSharedCodes = 4096;      // 12 bytes each: 48 KiB a block
inline constexpr uint32_t kNotShared = UINT32_MAX;  // of a dimension without a table of the block

// Where the codes of each dimension begin in the block's table, or kNotShared: as many dimensions
// as fit, those of fewest codes first.
std::vector<uint32_t> shared_places(std::span<const uint32_t> n_codes);

// values [n], born [n], codes[d] [n] -> sums[d] [n_codes of d], members[d] likewise
std::vector<CodeSums> sum_by_codes(const DevicePopulation& population,
                                   std::span<const HeldCodes* const> dimensions,
                                   StatisticsContext& context);

}  // namespace hubcensus::cuda
