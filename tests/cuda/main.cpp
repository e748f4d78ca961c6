// The program of the tests on a device. Without a usable device it says so and ends with 77; where
// HUBCENSUS_REQUIRE_GPU=1 that is a failure. Any other fault of the device is a failure too.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "kernels/cuda/device.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  constexpr int kSkipped = 77;
  try {
    hubcensus::cuda::Device::open(0);
  } catch (const hubcensus::Error& error) {
    if (error.kind() != hubcensus::ErrorKind::backend) {
      std::fprintf(stderr, "FAILED: %s\n", error.what());
      return 1;
    }
    const char* required = std::getenv("HUBCENSUS_REQUIRE_GPU");
    if (required != nullptr && std::string_view(required) == "1") {
      std::fprintf(stderr, "FAILED: HUBCENSUS_REQUIRE_GPU=1 and no CUDA device (%s)\n",
                   error.what());
      return 1;
    }
    std::printf("SKIPPED: no CUDA device (%s); %d tests skipped\n", error.what(),
                testing::UnitTest::GetInstance()->total_test_count());
    return kSkipped;
  }
  return RUN_ALL_TESTS();
}
