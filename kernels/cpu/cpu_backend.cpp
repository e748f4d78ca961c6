// The CPU backend: reference and fallback, parallel over batches and over ranges of models.

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "kernels/backend.hpp"
#include "kernels/cpu/fold.hpp"
#include "kernels/cpu/memory_copy.hpp"
#include "kernels/cpu/snapshots.hpp"

namespace hubcensus::cpu {
namespace {

constexpr size_t kModelsPerTask = 1U << 16;

template <typename Body>
void for_ranges(size_t n, Body body) {
  tbb::parallel_for(
      tbb::blocked_range<size_t>(0, n, kModelsPerTask),
      [&](const tbb::blocked_range<size_t>& range) { body(range.begin(), range.end()); });
}

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

class CpuBackend final : public Backend {
 public:
  std::string_view name() const override { return "cpu"; }

 private:
  std::unique_ptr<Fold> do_start_fold(const FoldPlan& plan, MemoryBudget& budget) override {
    return std::make_unique<CpuFold>(plan, budget);
  }

  CodeSums do_sum_by_code(const Population& population, std::span<const uint32_t> codes,
                          uint32_t n_codes) override {
    const CodeSums zero{std::vector<uint64_t>(n_codes), std::vector<uint64_t>(n_codes)};
    tbb::enumerable_thread_specific<CodeSums> partials(zero);
    for_ranges(codes.size(), [&](size_t begin, size_t end) {
      auto& [sums, members] = partials.local();
      for (size_t i = begin; i < end; ++i) {
        const uint64_t value = population.values[i];
        sums[codes[i]] += value;
        members[codes[i]] += is_member(value, population.born[i], population.end) ? 1 : 0;
      }
    });
    CodeSums result = zero;
    for (const auto& [sums, members] : partials) {
      for (uint32_t code = 0; code < n_codes; ++code) {
        result.sums[code] += sums[code];
        result.members[code] += members[code];
      }
    }
    return result;
  }

  std::vector<ValueCounts> do_count_values(const Population& population,
                                           std::span<const uint8_t> codes,
                                           uint32_t n_codes) override {
    tbb::enumerable_thread_specific<std::vector<Counter>> partials(n_codes);
    for_ranges(codes.size(), [&](size_t begin, size_t end) {
      std::vector<Counter>& counters = partials.local();
      for (size_t i = begin; i < end; ++i) {
        const uint64_t value = population.values[i];
        if (is_member(value, population.born[i], population.end)) counters[codes[i]].add(value);
      }
    });
    std::vector<ValueCounts> result;
    for (uint32_t code = 0; code < n_codes; ++code) {
      std::vector<Counter*> parts;
      for (std::vector<Counter>& counters : partials) parts.push_back(&counters[code]);
      result.push_back(gather(parts));
    }
    return result;
  }

  Differences do_convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                        uint32_t models) override {
    return cpu::convert_to_differences(latest, born, first_day, models);
  }

  u128 do_keep_last_samples(Cube& latest, std::span<const Day> last_day) override {
    return cpu::keep_last_samples(latest, last_day);
  }

  MemoryRates do_measure_memory_rates() override { return {cpu::memory_copy_rate(), 0}; }
};

}  // namespace
}  // namespace hubcensus::cpu

namespace hubcensus {

std::unique_ptr<Backend> make_cpu_backend() { return std::make_unique<cpu::CpuBackend>(); }

}  // namespace hubcensus
