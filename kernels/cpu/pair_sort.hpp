// The plain sort of pairs on the CPU.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/pair_sort.hpp"

namespace hubcensus::cpu {

class CpuPairSort final : public PairSort {
 public:
  // keys [n], values [n], n below 2^32
  CpuPairSort(std::span<const uint32_t> keys, std::span<const uint32_t> values);

 private:
  void do_run() override;
  Pairs do_result() const override { return sorted_; }

  std::span<const uint32_t> keys_;
  std::span<const uint32_t> values_;
  std::vector<uint64_t> order_;  // the key, and the place where it came
  Pairs sorted_;
};

}  // namespace hubcensus::cpu
