// The CUDA backend: one device, and the operations of kernels/backend.hpp on it.

#include "kernels/backend.hpp"
#include "kernels/cpu/snapshots.hpp"
#include "kernels/cuda/device.hpp"
#include "kernels/cuda/fold.hpp"
#include "kernels/cuda/memory_rates.hpp"

namespace hubcensus::cuda {
namespace {

class CudaBackend final : public Backend {
 public:
  explicit CudaBackend(int ordinal) : device_(Device::open(ordinal)) {}

  std::string_view name() const override { return "cuda"; }
  std::string_view device_name() const override { return device_->name(); }
  uint64_t peak_device_bytes() const override {
    return static_cast<uint64_t>(device_->memory().peak_bytes());
  }

 private:
  std::unique_ptr<Fold> do_start_fold(const FoldPlan& plan, MemoryBudget& budget) override {
    device_->use();
    return std::make_unique<CudaFold>(*device_, plan, budget);
  }

  CodeSums do_sum_by_code(const Population& population, std::span<const uint32_t> codes,
                          uint32_t n_codes) override {
    return cpu_->sum_by_code(population, codes, n_codes);
  }

  std::vector<ValueCounts> do_count_values(const Population& population,
                                           std::span<const uint8_t> codes,
                                           uint32_t n_codes) override {
    return cpu_->count_values(population, codes, n_codes);
  }

  Differences do_convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                        uint32_t models) override {
    return cpu::convert_to_differences(latest, born, first_day, models);
  }

  u128 do_keep_last_samples(Cube& latest, std::span<const Day> last_day) override {
    return cpu::keep_last_samples(latest, last_day);
  }

  MemoryRates do_measure_memory_rates() override { return memory_rates(*device_); }

  std::unique_ptr<Device> device_;
  std::unique_ptr<Backend> cpu_ = make_cpu_backend();
};

}  // namespace
}  // namespace hubcensus::cuda

namespace hubcensus {

std::unique_ptr<Backend> make_cuda_backend(int device) {
  return std::make_unique<cuda::CudaBackend>(device);
}

}  // namespace hubcensus
