#include "kernels/cpu/pair_sort.hpp"

#include <tbb/parallel_sort.h>

#include "kernels/cpu/for_ranges.hpp"

namespace hubcensus::cpu {

CpuPairSort::CpuPairSort(std::span<const uint32_t> keys, std::span<const uint32_t> values)
    : keys_(keys),
      values_(values),
      order_(keys.size()),
      sorted_{std::vector<uint32_t>(keys.size()), std::vector<uint32_t>(keys.size())} {}

void CpuPairSort::do_run() {
  constexpr int kPlaceBits = 32;
  for_ranges(order_.size(), [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) order_[i] = uint64_t{keys_[i]} << kPlaceBits | i;
  });
  tbb::parallel_sort(order_.begin(), order_.end());
  for_ranges(order_.size(), [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      sorted_.keys[i] = static_cast<uint32_t>(order_[i] >> kPlaceBits);
      sorted_.values[i] = values_[static_cast<uint32_t>(order_[i])];
    }
  });
}

}  // namespace hubcensus::cpu
