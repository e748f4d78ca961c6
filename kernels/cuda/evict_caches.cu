#include <algorithm>

#include "kernels/cuda/evict_caches.hpp"

namespace hubcensus::cuda {

void evict_caches(DeviceBuffer<std::byte>& others, StatisticsContext& context) {
  context.device.use();
  const auto bytes = static_cast<size_t>(4 * std::max<int64_t>(1, context.device.l2_bytes()));
  if (others.size() < bytes) {
    others = DeviceBuffer<std::byte>(context.device.memory(), bytes, "other data");
  }
  fill_zero(others.data(), bytes, context.stream);
  context.stream.wait();
}

}  // namespace hubcensus::cuda
