#include "kernels/cuda/pair_sort.hpp"
#include "kernels/cuda/sort_reduce.hpp"

namespace hubcensus::cuda {

DevicePairSort::DevicePairSort(std::span<const uint32_t> keys, std::span<const uint32_t> values,
                               StatisticsContext& context)
    : context_(context),
      keys_(context.device.memory(), keys.size(), "pairs that are sorted"),
      values_(context.device.memory(), keys.size(), "pairs that are sorted"),
      sorted_keys_(context.device.memory(), keys.size(), "pairs that are sorted"),
      sorted_values_(context.device.memory(), keys.size(), "pairs that are sorted") {
  copy_to_device(keys_.data(), keys, context.stream);
  copy_to_device(values_.data(), values, context.stream);
  context.stream.wait();
}

void DevicePairSort::do_run() {
  constexpr int kKeyBits = 32;
  context_.begin();
  sort_pairs(keys_.data(), sorted_keys_.data(), values_.data(), sorted_values_.data(),
             static_cast<int64_t>(keys_.size()), {0, kKeyBits}, context_.scratch, context_.stream);
  context_.end();
  context_.stream.wait();
}

Pairs DevicePairSort::do_result() const {
  Pairs pairs{std::vector<uint32_t>(keys_.size()), std::vector<uint32_t>(keys_.size())};
  copy_to_host(std::span(pairs.keys), sorted_keys_.data(), context_.stream);
  copy_to_host(std::span(pairs.values), sorted_values_.data(), context_.stream);
  context_.stream.wait();
  return pairs;
}

}  // namespace hubcensus::cuda
