#include <algorithm>
#include <bit>

#include "kernels/cuda/largest.hpp"
#include "kernels/cuda/sort_reduce.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint32_t kThreads = 256;
constexpr uint32_t kBlocksOfMultiprocessor = 8;

// numbers [n]
__global__ void number_rows(uint32_t* numbers, int64_t n) {
  const int64_t step = int64_t{gridDim.x} * kThreads;
  for (int64_t row = int64_t{blockIdx.x} * kThreads + threadIdx.x; row < n; row += step) {
    numbers[row] = static_cast<uint32_t>(row);
  }
}

}  // namespace

std::vector<uint32_t> largest(const DevicePopulation& population, size_t k,
                              StatisticsContext& context) {
  if (population.largest_value() == 0) return {};
  context.begin();
  const auto n = static_cast<int64_t>(population.size());
  auto* sorted_values = context.scratch.take<uint64_t>(population.size());
  auto* numbers = context.scratch.take<uint32_t>(population.size());
  auto* sorted_numbers = context.scratch.take<uint32_t>(population.size());
  const uint32_t blocks = blocks_for(n, kThreads, context.device, kBlocksOfMultiprocessor);
  launch(number_rows, {"number_rows", blocks, kThreads}, context.stream, numbers, n);
  sort_pairs_descending(population.values(), sorted_values, numbers, sorted_numbers, n,
                        {0, static_cast<int>(std::bit_width(population.largest_value()))},
                        context.scratch, context.stream);
  context.end();
  const size_t kept = std::min(k, population.size());
  std::vector<uint64_t> values(kept);
  std::vector<uint32_t> first(kept);
  copy_to_host(std::span(values), sorted_values, context.stream);
  copy_to_host(std::span(first), sorted_numbers, context.stream);
  context.stream.wait();
  first.resize(static_cast<size_t>(std::find(values.begin(), values.end(), 0) - values.begin()));
  return first;
}

}  // namespace hubcensus::cuda
