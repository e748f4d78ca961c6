// A device that breaks while records are folded: an error that says so, no skip, no wrong tally.
#include <gtest/gtest.h>

#include "kernels/cuda/fold.hpp"
#include "tests/cuda/fold_cases.hpp"
#include "tests/emulated_cuda/emulated_device.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus::cuda {
namespace {

class FoldFaultsTest : public testing::Test {
 protected:
  ~FoldFaultsTest() override { emulated_cuda::clear_failures(); }

  static std::string message_of_fold(ErrorKind kind) {
    MemoryBudget budget(int64_t{1} << 30);
    FoldPlan plan;
    plan.fine = Grain::week;
    return error_message(kind, [&] {
      const auto backend = make_cuda_backend(0);
      const auto fold = backend->start_fold(plan, budget);
      for (int i = 0; i < 3; ++i) add_rows(*fold, rows_of_shape("shuffled", 500));
      fold->finish();
    });
  }
};

TEST_F(FoldFaultsTest, AKernelThatFaultsEndsTheFold) {
  for (const int before : {0, 1, 2}) {
    emulated_cuda::fail_call("kernel", cudaErrorIllegalAddress, before);
    const std::string message = message_of_fold(ErrorKind::internal);
    EXPECT_NE(message.find("CUDA device fault"), std::string::npos) << message;
    EXPECT_NE(message.find("cudaErrorIllegalAddress"), std::string::npos) << message;
    emulated_cuda::clear_failures();
    EXPECT_EQ(emulated_cuda::allocations(), 0U);
  }
}

TEST_F(FoldFaultsTest, ACallThatFailsEndsTheFold) {
  for (const auto* call : {"cudaMemcpyAsync", "cudaMemsetAsync", "cudaLaunchKernelEx",
                           "cudaEventRecord", "cudaStreamCreateWithFlags"}) {
    for (const int before : {0, 1, 4}) {
      if (std::string(call) == "cudaStreamCreateWithFlags" && before > 1) continue;
      if (std::string(call) == "cudaEventRecord" && before > 1) continue;
      if (std::string(call) == "cudaLaunchKernelEx" && before > 2) continue;
      emulated_cuda::fail_call(call, cudaErrorLaunchFailure, before);
      message_of_fold(ErrorKind::internal);
      emulated_cuda::clear_failures();
      EXPECT_EQ(emulated_cuda::allocations(), 0U) << call << before;
    }
  }
}

TEST_F(FoldFaultsTest, MemoryThatTheDeviceDoesNotGiveIsALimit) {
  for (const int before : {0, 2, 5}) {
    emulated_cuda::fail_call("cudaMalloc", cudaErrorMemoryAllocation, before);
    const std::string message = message_of_fold(ErrorKind::limit);
    EXPECT_NE(message.find("bytes wanted"), std::string::npos) << message;
    EXPECT_EQ(emulated_cuda::allocations(), 0U);
  }
}

}  // namespace
}  // namespace hubcensus::cuda
