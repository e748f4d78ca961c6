// The CPU backend: reference and fallback, parallel over batches and over ranges of models.

#include "kernels/backend.hpp"
#include "kernels/cpu/count_values.hpp"
#include "kernels/cpu/evict_caches.hpp"
#include "kernels/cpu/fold.hpp"
#include "kernels/cpu/largest.hpp"
#include "kernels/cpu/memory_copy.hpp"
#include "kernels/cpu/pair_sort.hpp"
#include "kernels/cpu/snapshots.hpp"
#include "kernels/cpu/sum_by_codes.hpp"

namespace hubcensus::cpu {
namespace {

class CpuBackend final : public Backend {
 public:
  std::string_view name() const override { return "cpu"; }
  void evict_caches() override { cpu::evict_caches(other_data_); }

 private:
  std::unique_ptr<Fold> do_start_fold(const FoldPlan& plan, MemoryBudget& budget) override {
    return std::make_unique<CpuFold>(plan, budget);
  }

  std::unique_ptr<const HeldPopulation> do_hold(const Population& population) override {
    return std::make_unique<HeldPopulation>(population);
  }

  std::unique_ptr<const HeldCodes> do_hold(std::span<const uint32_t> codes,
                                           uint32_t n_codes) override {
    return std::make_unique<HeldCodes>(codes, n_codes);
  }

  std::vector<CodeSums> do_sum_by_codes(const HeldPopulation& models,
                                        std::span<const HeldCodes* const> dimensions) override {
    return cpu::sum_by_codes(models.population(), dimensions);
  }

  std::vector<ValueCounts> do_count_values(const HeldPopulation& models,
                                           const HeldCodes& codes) override {
    return cpu::count_values(models.population(), codes);
  }

  std::vector<uint32_t> do_largest(const HeldPopulation& models, size_t k) override {
    return cpu::largest(models.population().values, k);
  }

  Differences do_convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                        uint32_t models) override {
    return cpu::convert_to_differences(latest, born, first_day, models);
  }

  u128 do_keep_last_samples(Cube& latest, std::span<const Day> last_day) override {
    return cpu::keep_last_samples(latest, last_day);
  }

  std::unique_ptr<PairSort> do_hold_pairs(std::span<const uint32_t> keys,
                                          std::span<const uint32_t> values) override {
    return std::make_unique<CpuPairSort>(keys, values);
  }

  MemoryRates do_measure_memory_rates() override { return {cpu::memory_copy_rate(), 0}; }

  std::vector<uint64_t> other_data_;
};

}  // namespace
}  // namespace hubcensus::cpu

namespace hubcensus {

std::unique_ptr<Backend> make_cpu_backend() { return std::make_unique<cpu::CpuBackend>(); }

}  // namespace hubcensus
