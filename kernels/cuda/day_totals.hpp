// Records and downloads by day. Exact however many there are: what a sum has above 64 bits is
// carried to an array of its own.
#pragma once

#include <cstdint>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/record_columns.hpp"
#include "kernels/tally.hpp"

namespace hubcensus::cuda {

inline constexpr uint32_t kDays = kLastRecordDay + 1;

struct DayCells {
  uint64_t* records = nullptr;  // [kDays]
  uint64_t* low = nullptr;      // [kDays] sum of downloads modulo 2^64
  uint64_t* high = nullptr;     // [kDays] and what is above
};

// Downloads: uint32_t or uint64_t. Samples are no downloads: with_downloads is false for them.
template <typename Downloads>
void add_day_totals(const RecordColumns<Downloads>& columns, bool with_downloads,
                    const DayCells& cells, const Device& device, const Stream& stream);

}  // namespace hubcensus::cuda
