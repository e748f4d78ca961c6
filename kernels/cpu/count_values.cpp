#include "kernels/cpu/count_values.hpp"

#include <tbb/enumerable_thread_specific.h>

#include <algorithm>

#include "kernels/cpu/for_ranges.hpp"

namespace hubcensus::cpu {
namespace {

// Counts of values below 2^16, and the others one by one.
struct Counter {
  static constexpr uint64_t kDenseValues = 1U << 16;

  std::vector<uint64_t> dense = std::vector<uint64_t>(kDenseValues);
  std::vector<uint64_t> large;

  void add(uint64_t value) {
    if (value < kDenseValues) {
      ++dense[value];
    } else {
      large.push_back(value);
    }
  }
};

ValueCounts gather(std::vector<Counter*> parts) {
  ValueCounts result;
  std::vector<uint64_t> large;
  for (const Counter* part : parts)
    large.insert(large.end(), part->large.begin(), part->large.end());
  for (uint64_t value = 0; value < Counter::kDenseValues; ++value) {
    uint64_t count = 0;
    for (const Counter* part : parts) count += part->dense[value];
    if (count == 0) continue;
    result.values.push_back(value);
    result.counts.push_back(count);
  }
  std::sort(large.begin(), large.end());
  for (const uint64_t value : large) {
    if (result.values.empty() || result.values.back() != value) {
      result.values.push_back(value);
      result.counts.push_back(0);
    }
    ++result.counts.back();
  }
  return result;
}

}  // namespace

std::vector<ValueCounts> count_values(const Population& population, const HeldCodes& held) {
  const auto codes = held.codes();
  tbb::enumerable_thread_specific<std::vector<Counter>> partials(held.n_codes());
  for_ranges(codes.size(), [&](size_t begin, size_t end) {
    std::vector<Counter>& counters = partials.local();
    for (size_t i = begin; i < end; ++i) {
      const uint64_t value = population.values[i];
      if (is_member(value, population.born[i], population.end)) counters[codes[i]].add(value);
    }
  });
  std::vector<ValueCounts> result;
  for (uint32_t code = 0; code < held.n_codes(); ++code) {
    std::vector<Counter*> parts;
    for (std::vector<Counter>& counters : partials) parts.push_back(&counters[code]);
    result.push_back(gather(parts));
  }
  return result;
}

}  // namespace hubcensus::cpu
