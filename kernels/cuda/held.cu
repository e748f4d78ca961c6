#include <cub/device/device_reduce.cuh>
#include <cuda/std/functional>

#include "kernels/cuda/held.hpp"

namespace hubcensus::cuda {

DevicePopulation::DevicePopulation(const Population& population, StatisticsContext& context)
    : HeldPopulation(population),
      values_(context.device.memory(), population.values.size(), "values of a window"),
      born_(context.device.memory(), population.born.size(), "days of creation") {
  if (size() == 0) return;
  context.begin();
  copy_to_device(values_.data(), population.values, context.stream);
  copy_to_device(born_.data(), population.born, context.stream);
  auto* largest = context.scratch.take<uint64_t>(1);
  const auto items = static_cast<int64_t>(size());
  size_t bytes = 0;
  const auto reduce = [&](void* temporary) {
    check(cub::DeviceReduce::Reduce(temporary, bytes, values_.data(), largest, items,
                                    ::cuda::std::maximum<>{}, uint64_t{0}, context.stream.get()),
          "DeviceReduce");
  };
  reduce(nullptr);
  reduce(context.scratch.take<std::byte>(bytes));
  copy_to_host(std::span(&largest_value_, 1), largest, context.stream);
  context.stream.wait();
}

DeviceCodes::DeviceCodes(std::span<const uint32_t> codes, uint32_t n_codes,
                         StatisticsContext& context)
    : HeldCodes(codes, n_codes),
      codes_(context.device.memory(), codes.size(), "codes of a dimension") {
  context.device.use();
  copy_to_device(codes_.data(), codes, context.stream);
  context.stream.wait();
}

}  // namespace hubcensus::cuda
