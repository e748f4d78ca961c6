// The CUDA backend: one device, and the operations of kernels/backend.hpp on it.

#include "kernels/backend.hpp"
#include "kernels/cuda/count_values.hpp"
#include "kernels/cuda/device.hpp"
#include "kernels/cuda/evict_caches.hpp"
#include "kernels/cuda/fold.hpp"
#include "kernels/cuda/held.hpp"
#include "kernels/cuda/largest.hpp"
#include "kernels/cuda/memory_rates.hpp"
#include "kernels/cuda/pair_sort.hpp"
#include "kernels/cuda/snapshots.hpp"
#include "kernels/cuda/sum_by_codes.hpp"

namespace hubcensus::cuda {
namespace {

class CudaBackend final : public Backend {
 public:
  explicit CudaBackend(int ordinal) : device_(Device::open(ordinal)) {}

  std::string_view name() const override { return "cuda"; }
  std::string_view device_name() const override { return device_->name(); }
  void evict_caches() override { cuda::evict_caches(other_data_, statistics_); }
  std::optional<double> device_seconds() const override { return statistics_.seconds(); }
  uint64_t peak_device_bytes() const override {
    return static_cast<uint64_t>(device_->memory().peak_bytes());
  }

 private:
  std::unique_ptr<Fold> do_start_fold(const FoldPlan& plan, MemoryBudget& budget) override {
    device_->use();
    return std::make_unique<CudaFold>(*device_, plan, budget);
  }

  std::unique_ptr<const HeldPopulation> do_hold(const Population& population) override {
    device_->use();
    return std::make_unique<DevicePopulation>(population, statistics_);
  }

  std::unique_ptr<const HeldCodes> do_hold(std::span<const uint32_t> codes,
                                           uint32_t n_codes) override {
    device_->use();
    return std::make_unique<DeviceCodes>(codes, n_codes, statistics_);
  }

  std::vector<CodeSums> do_sum_by_codes(const HeldPopulation& models,
                                        std::span<const HeldCodes* const> dimensions) override {
    return cuda::sum_by_codes(static_cast<const DevicePopulation&>(models), dimensions,
                              statistics_);
  }

  std::vector<ValueCounts> do_count_values(const HeldPopulation& models,
                                           const HeldCodes& codes) override {
    return cuda::count_values(static_cast<const DevicePopulation&>(models),
                              static_cast<const DeviceCodes&>(codes), statistics_);
  }

  std::vector<uint32_t> do_largest(const HeldPopulation& models, size_t k) override {
    return cuda::largest(static_cast<const DevicePopulation&>(models), k, statistics_);
  }

  Differences do_convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                        uint32_t models) override {
    return cuda::convert_to_differences(latest, born, first_day, models, *device_);
  }

  u128 do_keep_last_samples(Cube& latest, std::span<const Day> last_day) override {
    return cuda::keep_last_samples(latest, last_day, *device_);
  }

  std::unique_ptr<PairSort> do_hold_pairs(std::span<const uint32_t> keys,
                                          std::span<const uint32_t> values) override {
    device_->use();
    return std::make_unique<DevicePairSort>(keys, values, statistics_);
  }

  MemoryRates do_measure_memory_rates() override { return memory_rates(*device_); }

  std::unique_ptr<Device> device_;
  StatisticsContext statistics_{*device_};
  DeviceBuffer<std::byte> other_data_;
};

}  // namespace
}  // namespace hubcensus::cuda

namespace hubcensus {

std::unique_ptr<Backend> make_cuda_backend(int device) {
  return std::make_unique<cuda::CudaBackend>(device);
}

int cuda_devices() {
  int count = 0;
  return cudaGetDeviceCount(&count) == cudaSuccess ? count : 0;
}

}  // namespace hubcensus
