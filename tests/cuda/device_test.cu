// What kernels/cuda/device.hpp promises, and the device functions that the kernels build upon: the
// same tests on a device and on the emulated one.
#include <gtest/gtest.h>

#include <cub/block/block_reduce.cuh>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_run_length_encode.cuh>
#include <numeric>
#include <vector>

#include "kernels/cuda/device.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint32_t kThreads = 64;

__global__ void add_numbers(const uint32_t* numbers, uint32_t n, unsigned long long* sum) {
  using Reduce = cub::BlockReduce<unsigned long long, kThreads>;
  __shared__ typename Reduce::TempStorage storage;
  unsigned long long mine = 0;
  for (uint32_t i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
    mine += numbers[i];
  }
  const unsigned long long all = Reduce(storage).Sum(mine);
  if (threadIdx.x == 0) atomicAdd(sum, all);
}

// [thread] results of lanes that meet.
__global__ void meet(uint32_t* above, uint32_t* votes, uint32_t* equal, uint32_t* sum) {
  const uint32_t lane = threadIdx.x % kWarpThreads;
  above[threadIdx.x] = __shfl_sync(0xFFFF'FFFFU, lane * lane, static_cast<int>((lane + 1) % 32));
  votes[threadIdx.x] = __ballot_sync(0xFFFF'FFFFU, lane % 3 == 0);
  const uint32_t peers = __match_any_sync(0xFFFF'FFFFU, lane / 5);
  equal[threadIdx.x] = peers;
  sum[threadIdx.x] = __reduce_add_sync(peers, lane);
}

// Reverses a block's values through shared memory.
__global__ void reverse(uint32_t* values) {
  __shared__ uint32_t held[kThreads];
  held[threadIdx.x] = values[threadIdx.x];
  __syncthreads();
  values[threadIdx.x] = held[kThreads - 1 - threadIdx.x];
}

class DeviceTest : public testing::Test {
 protected:
  template <typename T>
  DeviceBuffer<T> on_device(const std::vector<T>& values) {
    DeviceBuffer<T> buffer(device_->memory(), values.size(), "a test");
    copy_to_device<T>(buffer.data(), values, stream_);
    stream_.wait();
    return buffer;
  }

  template <typename T>
  std::vector<T> on_host(const DeviceBuffer<T>& buffer) {
    std::vector<T> values(buffer.size());
    copy_to_host<T>(values, buffer.data(), stream_);
    stream_.wait();
    return values;
  }

  std::unique_ptr<Device> device_ = Device::open(0);
  Stream stream_;
};

std::vector<uint32_t> numbers_to(uint32_t n) {
  std::vector<uint32_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), 0U);
  return numbers;
}

TEST_F(DeviceTest, BlocksAddUp) {
  for (const uint32_t n : {0U, 1U, 31U, 32U, 33U, 1023U, 1024U, 1025U, 100'000U}) {
    const auto numbers = on_device(numbers_to(n));
    DeviceBuffer<unsigned long long> sum(device_->memory(), 1, "a test");
    fill_zero(sum.data(), 1, stream_);
    launch(add_numbers, {"add_numbers", 7, kThreads}, stream_, numbers.data(), n, sum.data());
    EXPECT_EQ(on_host(sum).front(), uint64_t{n} * (n == 0 ? 0 : n - 1) / 2) << n;
  }
}

TEST_F(DeviceTest, LanesMeet) {
  DeviceBuffer<uint32_t> above(device_->memory(), kThreads, "a test");
  DeviceBuffer<uint32_t> votes(device_->memory(), kThreads, "a test");
  DeviceBuffer<uint32_t> equal(device_->memory(), kThreads, "a test");
  DeviceBuffer<uint32_t> sum(device_->memory(), kThreads, "a test");
  launch(meet, {"meet", 1, kThreads}, stream_, above.data(), votes.data(), equal.data(),
         sum.data());
  for (uint32_t thread = 0; thread < kThreads; ++thread) {
    const uint32_t lane = thread % 32;
    const uint32_t next = (lane + 1) % 32;
    uint32_t peers = 0;
    uint32_t peer_sum = 0;
    for (uint32_t other = 0; other < 32; ++other) {
      if (other / 5 != lane / 5) continue;
      peers |= 1U << other;
      peer_sum += other;
    }
    EXPECT_EQ(on_host(above)[thread], next * next);
    EXPECT_EQ(on_host(votes)[thread], 0x4924'9249U);
    EXPECT_EQ(on_host(equal)[thread], peers);
    EXPECT_EQ(on_host(sum)[thread], peer_sum);
  }
}

TEST_F(DeviceTest, SharedMemoryIsTheBlocks) {
  const auto values = on_device(numbers_to(kThreads));
  launch(reverse, {"reverse", 1, kThreads}, stream_, values.data());
  std::vector<uint32_t> expected = numbers_to(kThreads);
  std::reverse(expected.begin(), expected.end());
  EXPECT_EQ(on_host(values), expected);
}

TEST_F(DeviceTest, SortsByChosenBitsAndCountsRuns) {
  const auto keys = on_device<uint64_t>({0xF2, 0x01, 0xF1, 0x02, 0xA1});
  DeviceBuffer<uint64_t> sorted(device_->memory(), 5, "a test");
  DeviceBuffer<uint64_t> distinct(device_->memory(), 5, "a test");
  DeviceBuffer<uint32_t> counts(device_->memory(), 5, "a test");
  DeviceBuffer<uint32_t> runs(device_->memory(), 1, "a test");
  size_t bytes = 0;
  const auto sort = [&](void* temporary) {
    check(
        cub::DeviceRadixSort::SortKeys(temporary, bytes, static_cast<const uint64_t*>(keys.data()),
                                       sorted.data(), int64_t{5}, 0, 4, stream_.get()),
        "sort");
  };
  sort(nullptr);
  const DeviceBuffer<std::byte> for_sort(device_->memory(), bytes, "a test");
  sort(for_sort.data());
  EXPECT_EQ(on_host(sorted), (std::vector<uint64_t>{0x01, 0xF1, 0xA1, 0xF2, 0x02}));
  const auto repeated = on_device<uint64_t>({3, 3, 3, 9, 7});
  const auto encode = [&](void* temporary) {
    check(cub::DeviceRunLengthEncode::Encode(temporary, bytes, repeated.data(), distinct.data(),
                                             counts.data(), runs.data(), 5, stream_.get()),
          "encode");
  };
  encode(nullptr);
  const DeviceBuffer<std::byte> for_runs(device_->memory(), bytes, "a test");
  encode(for_runs.data());
  EXPECT_EQ(on_host(runs).front(), 3U);
  EXPECT_EQ(on_host(distinct)[2], 7U);
  EXPECT_EQ(on_host(counts)[0], 3U);
}

TEST_F(DeviceTest, PinnedMemoryGoesThereAndBack) {
  const PinnedBuffer<uint32_t> from(1000);
  const PinnedBuffer<uint32_t> to(1000);
  std::iota(from.values().begin(), from.values().end(), 5U);
  const DeviceBuffer<uint32_t> there(device_->memory(), 1000, "a test");
  Stream other;
  Event copied;
  copy_to_device<uint32_t>(there.data(), from.values(), other);
  copied.record(other);
  copied.hold(stream_);
  copy_to_host<uint32_t>(to.values(), there.data(), stream_);
  stream_.wait();
  EXPECT_TRUE(std::equal(from.values().begin(), from.values().end(), to.values().begin()));
}

TEST_F(DeviceTest, MemoryEndsAtItsLimit) {
  DeviceMemory& memory = device_->memory();
  memory.set_limit(1 << 20);
  const DeviceBuffer<std::byte> held(memory, 1 << 19, "what is held");
  const std::string message = error_message(
      ErrorKind::limit, [&] { const DeviceBuffer<uint64_t> more(memory, 1 << 17, "the cube"); });
  EXPECT_NE(message.find("the cube: 1048576 bytes wanted, 524288 free"), std::string::npos)
      << message;
  EXPECT_NE(message.find("--from/--to"), std::string::npos) << message;
  EXPECT_EQ(memory.held_bytes(), 1 << 19);
  const DeviceBuffer<std::byte> rest(memory, 1 << 19, "the rest");
  EXPECT_EQ(memory.free_bytes(), 0);
}

TEST_F(DeviceTest, ALaunchThatCannotBeIsAFaultOfItsName) {
  const std::string message = error_message(ErrorKind::internal, [&] {
    launch(reverse, {"reverse of too many", 1, 4096}, stream_, static_cast<uint32_t*>(nullptr));
  });
  EXPECT_NE(message.find("reverse of too many"), std::string::npos) << message;
  EXPECT_NE(message.find("CUDA device fault"), std::string::npos) << message;
  cudaGetLastError();
}

TEST(Device, ThatIsNotThereIsNamed) {
  const std::string message = error_message(ErrorKind::backend, [] { Device::open(99); });
  EXPECT_NE(message.find("no device 99"), std::string::npos) << message;
}

}  // namespace
}  // namespace hubcensus::cuda
