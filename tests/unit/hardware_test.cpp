#include "host/report/hardware.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hubcensus {
namespace {

TEST(Hardware, ThePeakOfMemoryRisesWithWhatIsTouchedAndStays) {
  const uint64_t before = peak_memory_bytes();
  ASSERT_GT(before, 0U);
  constexpr uint64_t kBytes = uint64_t{64} << 20;
  {
    // More than all that was held before, so that the peak must move.
    const std::vector<char> held(before + kBytes, 1);
    EXPECT_EQ(held.back(), 1);
  }
  EXPECT_GE(peak_memory_bytes(), before + kBytes);
}

}  // namespace
}  // namespace hubcensus
