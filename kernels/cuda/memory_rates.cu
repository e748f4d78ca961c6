#include <algorithm>

#include "kernels/cuda/memory_rates.hpp"

namespace hubcensus::cuda {
namespace {

constexpr int64_t kMostBytes = int64_t{256} << 20;  // beyond any L2
constexpr int kCopies = 6;                          // the first also wakes the device

// Bytes a second of `copy`, which gives work on so many bytes to the stream.
template <typename Copy>
double best_rate(const Stream& stream, double bytes, Copy copy) {
  Event begin(Event::Timing::on);
  Event end(Event::Timing::on);
  double best = 0;
  for (int i = 0; i < kCopies; ++i) {
    begin.record(stream);
    copy();
    end.record(stream);
    end.wait();
    const double seconds = 1e-3 * static_cast<double>(Event::milliseconds(begin, end));
    if (seconds > 0) best = std::max(best, bytes / seconds);
  }
  return best;
}

}  // namespace

MemoryRates memory_rates(Device& device) {
  device.use();
  const int64_t bytes = std::min(kMostBytes, device.memory().free_bytes() / 4);
  if (bytes <= 0) return {};
  const auto size = static_cast<size_t>(bytes);
  const DeviceBuffer<std::byte> from(device.memory(), size, "measuring memory");
  const DeviceBuffer<std::byte> to(device.memory(), size, "measuring memory");
  const PinnedBuffer<std::byte> host(size);
  const Stream stream;
  std::fill(host.data(), host.data() + size, std::byte{1});
  MemoryRates rates;
  rates.upload = best_rate(stream, static_cast<double>(bytes),
                           [&] { copy_to_device<std::byte>(from.data(), host.values(), stream); });
  rates.copy = best_rate(stream, 2 * static_cast<double>(bytes), [&] {
    check(cudaMemcpyAsync(to.data(), from.data(), size, cudaMemcpyDeviceToDevice, stream.get()),
          "copy within the device");
  });
  return rates;
}

}  // namespace hubcensus::cuda
