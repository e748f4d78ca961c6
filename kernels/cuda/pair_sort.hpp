// The plain sort of pairs on the device, which holds them, the result and the sort's own memory: 24
// bytes a pair.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/cuda/held.hpp"
#include "kernels/pair_sort.hpp"

namespace hubcensus::cuda {

class DevicePairSort final : public PairSort {
 public:
  // keys [n], values [n]
  DevicePairSort(std::span<const uint32_t> keys, std::span<const uint32_t> values,
                 StatisticsContext& context);

 private:
  void do_run() override;
  Pairs do_result() const override;

  StatisticsContext& context_;
  DeviceBuffer<uint32_t> keys_, values_;
  DeviceBuffer<uint32_t> sorted_keys_, sorted_values_;
};

}  // namespace hubcensus::cuda
