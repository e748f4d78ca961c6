// The walls of a device are measured, and what that took is given back.
#include <gtest/gtest.h>

#include "kernels/cuda/memory_rates.hpp"

namespace hubcensus::cuda {
namespace {

TEST(MemoryRates, AreMeasuredAndLeaveNothingHeld) {
  const auto device = Device::open(0);
  const MemoryRates rates = memory_rates(*device);
  EXPECT_GT(rates.copy, 0);
  EXPECT_GT(rates.upload, 0);
  EXPECT_EQ(device->memory().held_bytes(), 0);
  EXPECT_GT(device->memory().peak_bytes(), 0);
}

TEST(MemoryRates, OfADeviceWithoutFreeMemoryAreNotKnown) {
  const auto device = Device::open(0);
  device->memory().set_limit(3);
  const MemoryRates rates = memory_rates(*device);
  EXPECT_EQ(rates.copy, 0);
  EXPECT_EQ(rates.upload, 0);
}

}  // namespace
}  // namespace hubcensus::cuda
