// Populations and codes in device memory, and what the operations on them share: the device, one
// stream, and scratch.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/scratch.hpp"
#include "kernels/population.hpp"

namespace hubcensus::cuda {

class StatisticsContext {
 public:
  explicit StatisticsContext(Device& of) : device(of), scratch(of, "statistics") {}

  // Whatever works on the device calls this first, and that, behind its last kernel. Who holds
  // something there has called Device::use() before: memory is the device's that the thread uses.
  void begin() {
    device.use();
    scratch.reset();
    begin_.record(stream);
  }
  void end() { end_.record(stream); }
  // Between the two; none is on its way.
  double seconds() const { return 1e-3 * static_cast<double>(Event::milliseconds(begin_, end_)); }

  Device& device;
  Stream stream;
  Scratch scratch;

 private:
  Event begin_{Event::Timing::on};
  Event end_{Event::Timing::on};
};

class DevicePopulation final : public HeldPopulation {
 public:
  DevicePopulation(const Population& population, StatisticsContext& context);

  const uint64_t* values() const { return values_.data(); }  // [n]
  const Day* born() const { return born_.data(); }           // [n]
  uint64_t largest_value() const { return largest_value_; }

 private:
  DeviceBuffer<uint64_t> values_;
  DeviceBuffer<Day> born_;
  uint64_t largest_value_ = 0;
};

class DeviceCodes final : public HeldCodes {
 public:
  DeviceCodes(std::span<const uint32_t> codes, uint32_t n_codes, StatisticsContext& context);

  const uint32_t* device_codes() const { return codes_.data(); }  // [n]

 private:
  DeviceBuffer<uint32_t> codes_;
};

// Blocks of `threads` that walk over `items` together, as many as `blocks_per_multiprocessor` fill
// the device with.
inline uint32_t blocks_for(int64_t items, uint32_t threads, const Device& device,
                           uint32_t blocks_per_multiprocessor) {
  const int64_t wanted = (items + threads - 1) / threads;
  return static_cast<uint32_t>(
      std::min<int64_t>(wanted, int64_t{device.multiprocessors()} * blocks_per_multiprocessor));
}

}  // namespace hubcensus::cuda
