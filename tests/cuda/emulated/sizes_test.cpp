// Numbers beyond 2^32 on their way to the device, which no test can afford to hold there: what is
// asked for tells that nothing was cut off.
#include <gtest/gtest.h>

#include "kernels/cuda/held.hpp"
#include "kernels/cuda/key_counter.hpp"
#include "kernels/cuda/sort_reduce.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus::cuda {
namespace {

constexpr int64_t kMany = int64_t{1} << 33;

class SizesTest : public testing::Test {
 protected:
  std::unique_ptr<Device> device_ = Device::open(0);
  StatisticsContext context_{*device_};
};

TEST_F(SizesTest, TemporaryMemoryIsCountedInSizeT) {
  const std::string message = error_message(ErrorKind::limit, [&] {
    run_with_scratch(context_.scratch, "a function of CUB", [&](void* memory, size_t& bytes) {
      EXPECT_EQ(memory, nullptr);
      bytes = static_cast<size_t>(kMany);
      return cudaSuccess;
    });
  });
  EXPECT_NE(message.find("8589934592 bytes wanted"), std::string::npos) << message;
}

TEST_F(SizesTest, ItemsOfSortsAndRunsAreCountedInInt64) {
  const auto expect_wanted = [&](const char* name, auto run) {
    const std::string message = error_message(ErrorKind::limit, run);
    // The emulated CUB wants a byte an item, and 256.
    EXPECT_NE(message.find("8589934848 bytes wanted"), std::string::npos) << name << message;
  };
  uint32_t* const narrow = nullptr;
  uint64_t* const wide = nullptr;
  Scratch& scratch = context_.scratch;
  const Stream& stream = context_.stream;
  expect_wanted("32 bits", [&] { sort_keys(narrow, narrow, kMany, {0, 32}, scratch, stream); });
  expect_wanted("64 bits", [&] { sort_keys(wide, wide, kMany, {0, 64}, scratch, stream); });
  expect_wanted("pairs", [&] {
    sort_pairs(narrow, narrow, narrow, narrow, kMany, {0, 32}, scratch, stream);
  });
  expect_wanted("descending", [&] {
    sort_pairs_descending(wide, wide, narrow, narrow, kMany, {0, 64}, scratch, stream);
  });
  expect_wanted("runs", [&] { find_runs(wide, kMany, nullptr, scratch, stream); });
}

TEST_F(SizesTest, BlocksForManyItemsAreThoseThatTheDeviceHolds) {
  EXPECT_EQ(blocks_for(0, 256, *device_, 8), 0U);
  EXPECT_EQ(blocks_for(1, 256, *device_, 8), 1U);
  EXPECT_EQ(blocks_for(256, 256, *device_, 8), 1U);
  EXPECT_EQ(blocks_for(257, 256, *device_, 8), 2U);
  EXPECT_EQ(blocks_for(kMany, 256, *device_, 8), 8 * device_->multiprocessors());
}

TEST_F(SizesTest, KeysAreGatheredAgainWhereTheirMemoryDidNotGrow) {
  MemoryBudget budget(int64_t{1} << 30);
  std::vector<uint64_t> keys;
  uint64_t count = 0;
  KeyCounter counter(*device_, context_.stream, budget, 55, int64_t{1} << 30, "keys",
                     [&](std::span<const uint64_t> found, std::span<const uint32_t> counts) {
                       keys.assign(found.begin(), found.end());
                       for (const uint32_t each : counts) count += each;
                     });
  constexpr uint32_t kFirstRoom = 1 << 18;
  fill_zero(counter.add(1000), 1000, context_.stream);
  device_->memory().set_limit(device_->memory().held_bytes() + (100 << 10));
  error_message(ErrorKind::limit, [&] { counter.add(kFirstRoom); });
  EXPECT_EQ(count, 1000U);  // handed over before
  fill_zero(counter.add(10), 10, context_.stream);
  counter.finish();
  EXPECT_EQ(keys, std::vector<uint64_t>{0});
  EXPECT_EQ(count, 1010U);
}

}  // namespace
}  // namespace hubcensus::cuda
