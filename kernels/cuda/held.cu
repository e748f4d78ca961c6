#include <cub/device/device_reduce.cuh>

#include "kernels/cuda/held.hpp"

namespace hubcensus::cuda {
namespace {

struct Larger {
  __host__ __device__ uint64_t operator()(uint64_t left, uint64_t right) const {
    return left < right ? right : left;
  }
};

}  // namespace

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
    check(cub::DeviceReduce::Reduce(temporary, bytes, values_.data(), largest, items, Larger{},
                                    uint64_t{0}, context.stream.get()),
          "DeviceReduce");
  };
  reduce(nullptr);
  reduce(context.scratch.take<std::byte>(bytes));
  context.end();
  copy_to_host(std::span(&largest_value_, 1), largest, context.stream);
  context.stream.wait();
}

DeviceCodes::DeviceCodes(std::span<const uint32_t> codes, uint32_t n_codes,
                         StatisticsContext& context)
    : HeldCodes(codes, n_codes),
      codes_(context.device.memory(), codes.size(), "codes of a dimension") {
  copy_to_device(codes_.data(), codes, context.stream);
  context.stream.wait();
}

}  // namespace hubcensus::cuda
