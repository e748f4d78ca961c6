#include <algorithm>
#include <bit>

#include "kernels/cuda/count_values.hpp"
#include "kernels/cuda/sort_reduce.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint32_t kThreads = 256;
constexpr uint32_t kBlocksOfMultiprocessor = 8;

struct Packing {
  const uint64_t* values;  // [n]
  const Day* born;         // [n]
  const uint32_t* codes;   // [n]
  int64_t n;
  Day end;
  uint32_t first_code;
  uint32_t n_codes;  // from the first on; all others are as no members
  int value_bits;
};

__device__ int64_t first_item() { return int64_t{blockIdx.x} * kThreads + threadIdx.x; }
__device__ int64_t item_step() { return int64_t{gridDim.x} * kThreads; }

// keys [n]; a thread owns every item_step()th row.
__global__ void pack_rows(Packing work, uint64_t* keys) {
  for (int64_t row = first_item(); row < work.n; row += item_step()) {
    const uint64_t value = work.values[row];
    const uint32_t code = work.codes[row] - work.first_code;  // wraps where below it
    const bool counts = code < work.n_codes && is_member(value, work.born[row], work.end);
    keys[row] = counts ? uint64_t{code} << work.value_bits | value
                       : uint64_t{work.n_codes} << work.value_bits;
  }
}

// keys [n] ascending, begins [runs] -> values [runs], counts [runs]
__global__ void unpack_runs(const uint64_t* keys, int64_t n, const int64_t* begins, int64_t runs,
                            int value_bits, uint64_t* values, uint64_t* counts) {
  const uint64_t mask = (uint64_t{1} << value_bits) - 1;
  for (int64_t run = first_item(); run < runs; run += item_step()) {
    const int64_t begin = begins[run];
    const int64_t end = run + 1 < runs ? begins[run + 1] : n;
    values[run] = keys[begin] & mask;
    counts[run] = static_cast<uint64_t>(end - begin);
  }
}

// first_runs [n_codes + 1]: the first run of each code, and the first behind them. A thread owns a
// code and searches for it.
__global__ void find_codes(const uint64_t* keys, const int64_t* begins, int64_t runs,
                           int value_bits, uint32_t n_codes, int64_t* first_runs) {
  for (int64_t code = first_item(); code <= n_codes; code += item_step()) {
    const uint64_t key = static_cast<uint64_t>(code) << value_bits;
    int64_t low = 0;
    int64_t high = runs;
    while (low < high) {
      const int64_t middle = low + (high - low) / 2;
      if (keys[begins[middle]] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    first_runs[code] = low;
  }
}

// The distributions of codes first_code to first_code + results.size().
void count_some(const Packing& work, std::span<ValueCounts> results, StatisticsContext& context) {
  context.begin();
  Scratch& scratch = context.scratch;
  const auto size = static_cast<size_t>(work.n);
  auto* keys = scratch.take<uint64_t>(size);
  auto* alternate = scratch.take<uint64_t>(size);
  const uint32_t blocks = blocks_for(work.n, kThreads, context.device, kBlocksOfMultiprocessor);
  launch(pack_rows, {"pack_rows", blocks, kThreads}, context.stream, work, keys);
  const auto code_bits = static_cast<int>(std::bit_width(work.n_codes));
  const uint64_t* sorted =
      sort_keys(keys, alternate, work.n, {0, work.value_bits + code_bits}, scratch, context.stream);
  auto* begins = scratch.take<int64_t>(size);
  const int64_t runs = find_runs(sorted, work.n, begins, scratch, context.stream);

  auto* values = scratch.take<uint64_t>(static_cast<size_t>(runs));
  auto* counts = scratch.take<uint64_t>(static_cast<size_t>(runs));
  auto* first_runs = scratch.take<int64_t>(size_t{work.n_codes} + 1);
  const auto blocks_of = [&](int64_t items) {
    return blocks_for(items, kThreads, context.device, kBlocksOfMultiprocessor);
  };
  launch(unpack_runs, {"unpack_runs", blocks_of(runs), kThreads}, context.stream, sorted, work.n,
         begins, runs, work.value_bits, values, counts);
  launch(find_codes, {"find_codes", blocks_of(int64_t{work.n_codes} + 1), kThreads}, context.stream,
         sorted, begins, runs, work.value_bits, work.n_codes, first_runs);
  context.end();
  std::vector<int64_t> host_first_runs(results.size() + 1);
  copy_to_host(std::span(host_first_runs), first_runs, context.stream);
  context.stream.wait();
  const auto counted = static_cast<size_t>(host_first_runs.back());
  std::vector<uint64_t> host_values(counted);
  std::vector<uint64_t> host_counts(counted);
  copy_to_host(std::span(host_values), values, context.stream);
  copy_to_host(std::span(host_counts), counts, context.stream);
  context.stream.wait();
  for (size_t code = 0; code < results.size(); ++code) {
    const auto begin = host_first_runs[code];
    const auto end = host_first_runs[code + 1];
    results[code].values.assign(host_values.begin() + begin, host_values.begin() + end);
    results[code].counts.assign(host_counts.begin() + begin, host_counts.begin() + end);
  }
}

}  // namespace

ValuePacking pack_values(uint64_t largest_value, uint32_t n_codes) {
  constexpr int kKeyBits = 64;
  ValuePacking packing;
  packing.value_bits = static_cast<int>(std::bit_width(largest_value));
  if (packing.value_bits >= kKeyBits) {
    throw Error(ErrorKind::internal, "a value beyond 2^63 - 1 cannot be counted");
  }
  const uint64_t room = (uint64_t{1} << (kKeyBits - packing.value_bits - 1)) * 2 - 1;
  packing.codes_at_a_time = static_cast<uint32_t>(std::min<uint64_t>(n_codes, room));
  packing.code_bits = static_cast<int>(std::bit_width(packing.codes_at_a_time));
  return packing;
}

std::vector<ValueCounts> count_values(const DevicePopulation& population, const DeviceCodes& codes,
                                      StatisticsContext& context) {
  std::vector<ValueCounts> results(codes.n_codes());
  const ValuePacking packing = pack_values(population.largest_value(), codes.n_codes());
  for (uint32_t first = 0; first < codes.n_codes(); first += packing.codes_at_a_time) {
    const uint32_t some = std::min(packing.codes_at_a_time, codes.n_codes() - first);
    const Packing work{population.values(),
                       population.born(),
                       codes.device_codes(),
                       static_cast<int64_t>(population.size()),
                       population.population().end,
                       first,
                       some,
                       packing.value_bits};
    count_some(work, std::span(results).subspan(first, some), context);
  }
  return results;
}

}  // namespace hubcensus::cuda
