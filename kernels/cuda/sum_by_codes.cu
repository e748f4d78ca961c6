#include <algorithm>
#include <numeric>

#include "kernels/cuda/sum_by_codes.hpp"
#include "kernels/cuda/warp.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint32_t kThreads = 512;
constexpr uint32_t kRows = 4;  // of a thread at a time: as many loads in flight
constexpr uint32_t kBlocksOfMultiprocessor = 3;
constexpr uint32_t kNoCode = UINT32_MAX;

struct Dimension {
  const uint32_t* codes;        // [n]
  unsigned long long* sums;     // [n_codes]
  unsigned long long* members;  // [n_codes]
  uint32_t n_codes;
  uint32_t shared_at;
};

struct Sums {
  const uint64_t* values;  // [n]
  const Day* born;         // [n]
  int64_t n;
  Day end;
  uint32_t dimensions;
  Dimension dimension[kSumDimensions];
};

// 64-bit sums as two halves: shared memory adds 32 bits natively, and 64 by trying again.
struct SharedTable {
  uint32_t low[kSharedCodes];
  uint32_t high[kSharedCodes];
  uint32_t members[kSharedCodes];
};

__device__ void add_to(SharedTable& table, uint32_t at, uint64_t value, uint32_t members) {
  const auto low = static_cast<uint32_t>(value);
  auto high = static_cast<uint32_t>(value >> 32);
  if (low != 0) {
    const uint32_t before = atomicAdd(&table.low[at], low);
    if (before + low < before) ++high;
  }
  if (high != 0) atomicAdd(&table.high[at], high);
  if (members != 0) atomicAdd(&table.members[at], members);
}

__device__ void add_to(const Dimension& dimension, uint32_t code, uint64_t value,
                       uint32_t members) {
  if (value != 0) atomicAdd(&dimension.sums[code], static_cast<unsigned long long>(value));
  if (members != 0) atomicAdd(&dimension.members[code], static_cast<unsigned long long>(members));
}

__device__ void flush(const SharedTable& table, const Dimension& dimension) {
  for (uint32_t code = threadIdx.x; code < dimension.n_codes; code += kThreads) {
    const uint32_t at = dimension.shared_at + code;
    const uint64_t sum = uint64_t{table.high[at]} << 32 | table.low[at];
    add_to(dimension, code, sum, table.members[at]);
  }
}

// A thread owns rows kThreads apart, a warp rows next to each other.
__global__ void __launch_bounds__(kThreads, kBlocksOfMultiprocessor) sum_rows(Sums work) {
  __shared__ SharedTable table;
  for (uint32_t i = threadIdx.x; i < kSharedCodes; i += kThreads) {
    table.low[i] = 0;
    table.high[i] = 0;
    table.members[i] = 0;
  }
  __syncthreads();
  const int64_t step = int64_t{gridDim.x} * kThreads * kRows;
  for (int64_t first = int64_t{blockIdx.x} * kThreads * kRows; first < work.n; first += step) {
    uint64_t values[kRows];
    uint32_t members[kRows];  // votes of the warp
    for (uint32_t k = 0; k < kRows; ++k) {
      const int64_t row = first + int64_t{k} * kThreads + threadIdx.x;
      const bool inside = row < work.n;
      values[k] = inside ? work.values[row] : 0;
      const bool member = inside && is_member(values[k], work.born[row], work.end);
      members[k] = __ballot_sync(kAllLanes, member);
    }
    for (uint32_t d = 0; d < work.dimensions; ++d) {
      const Dimension& dimension = work.dimension[d];
      uint32_t codes[kRows];
      for (uint32_t k = 0; k < kRows; ++k) {
        const int64_t row = first + int64_t{k} * kThreads + threadIdx.x;
        codes[k] = row < work.n ? dimension.codes[row] : kNoCode;
      }
      for (uint32_t k = 0; k < kRows; ++k) {
        const uint32_t peers = __match_any_sync(kAllLanes, codes[k]);
        const uint64_t sum = combine_peers<SumCells>(peers, values[k]);
        if (codes[k] == kNoCode || !is_lowest_of(peers)) continue;
        const auto count = static_cast<uint32_t>(__popc(peers & members[k]));
        if (dimension.shared_at == kNotShared) {
          add_to(dimension, codes[k], sum, count);
        } else {
          add_to(table, dimension.shared_at + codes[k], sum, count);
        }
      }
    }
  }
  __syncthreads();
  for (uint32_t d = 0; d < work.dimensions; ++d) {
    if (work.dimension[d].shared_at != kNotShared) flush(table, work.dimension[d]);
  }
}

void sum_some(const DevicePopulation& population, std::span<const HeldCodes* const> dimensions,
              std::span<CodeSums> results, StatisticsContext& context) {
  context.begin();
  Sums work{population.values(),
            population.born(),
            static_cast<int64_t>(population.size()),
            population.population().end,
            static_cast<uint32_t>(dimensions.size()),
            {}};
  std::vector<uint32_t> n_codes;
  for (const HeldCodes* codes : dimensions) n_codes.push_back(codes->n_codes());
  const std::vector<uint32_t> places = shared_places(n_codes);
  const size_t cells = std::accumulate(n_codes.begin(), n_codes.end(), size_t{0});
  auto* sums = context.scratch.take<unsigned long long>(2 * cells);
  fill_zero(sums, 2 * cells, context.stream);
  for (size_t d = 0; d < dimensions.size(); ++d) {
    const auto* codes = static_cast<const DeviceCodes*>(dimensions[d]);
    work.dimension[d] = {codes->device_codes(), sums, sums + n_codes[d], n_codes[d], places[d]};
    sums += 2 * size_t{n_codes[d]};
  }
  const uint32_t blocks =
      blocks_for(work.n, kThreads * kRows, context.device, kBlocksOfMultiprocessor);
  launch(sum_rows, {"sum_rows", blocks, kThreads}, context.stream, work);
  context.end();
  for (size_t d = 0; d < dimensions.size(); ++d) {
    results[d].sums.resize(n_codes[d]);
    results[d].members.resize(n_codes[d]);
    const auto copy = [&](std::vector<uint64_t>& host, const unsigned long long* device) {
      copy_to_host(std::span(host), reinterpret_cast<const uint64_t*>(device), context.stream);
    };
    copy(results[d].sums, work.dimension[d].sums);
    copy(results[d].members, work.dimension[d].members);
  }
  context.stream.wait();
}

}  // namespace

std::vector<uint32_t> shared_places(std::span<const uint32_t> n_codes) {
  std::vector<size_t> order(n_codes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t left, size_t right) { return n_codes[left] < n_codes[right]; });
  std::vector<uint32_t> places(n_codes.size(), kNotShared);
  uint32_t used = 0;
  for (const size_t d : order) {
    if (n_codes[d] > kSharedCodes - used) break;
    places[d] = used;
    used += n_codes[d];
  }
  return places;
}

std::vector<CodeSums> sum_by_codes(const DevicePopulation& population,
                                   std::span<const HeldCodes* const> dimensions,
                                   StatisticsContext& context) {
  std::vector<CodeSums> results(dimensions.size());
  for (size_t d = 0; d < dimensions.size(); d += kSumDimensions) {
    const size_t some = std::min(kSumDimensions, dimensions.size() - d);
    sum_some(population, dimensions.subspan(d, some), std::span(results).subspan(d, some), context);
  }
  return results;
}

}  // namespace hubcensus::cuda
