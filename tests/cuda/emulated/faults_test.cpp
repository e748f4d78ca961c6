// What the program makes of a device that is missing, old or broken, and what the emulated device
// refuses: only there can it be set.
#include <gtest/gtest.h>

#include <thread>

#include "kernels/backend.hpp"
#include "kernels/cuda/device.hpp"
#include "tests/emulated_cuda/emulated_device.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus::cuda {
namespace {

using emulated_cuda::FakeDevice;

class FaultsTest : public testing::Test {
 protected:
  ~FaultsTest() override {
    emulated_cuda::clear_failures();
    emulated_cuda::set_device({});
  }

  static std::string message_of(const FakeDevice& device) {
    emulated_cuda::set_device(device);
    return error_message(ErrorKind::backend, [] { make_cuda_backend(0); });
  }
};

TEST_F(FaultsTest, TheReasonWhyThereIsNoDevice) {
  FakeDevice device;
  device.driver = cudaErrorInsufficientDriver;
  EXPECT_NE(message_of(device).find("no driver"), std::string::npos);
  device.driver = cudaErrorSystemNotReady;
  EXPECT_NE(message_of(device).find("fabric manager"), std::string::npos);
  device.driver = cudaErrorSystemDriverMismatch;
  EXPECT_NE(message_of(device).find("do not go together"), std::string::npos);
  device = {};
  device.count = 0;
  EXPECT_NE(message_of(device).find("no CUDA device"), std::string::npos);
  device = {};
  device.major = 7;
  device.minor = 5;
  device.name = "Old device";
  const std::string message = message_of(device);
  EXPECT_NE(message.find("(Old device) is too old: compute capability 7.5"), std::string::npos)
      << message;
}

TEST_F(FaultsTest, AProgramWithoutCodeForTheDeviceSaysSo) {
  for (const cudaError_t status : {cudaErrorNoKernelImageForDevice, cudaErrorInvalidDeviceFunction,
                                   cudaErrorUnsupportedPtxVersion, cudaErrorJitCompilerNotFound}) {
    emulated_cuda::fail_call("cudaFuncGetAttributes", status);
    const std::string message = message_of({.name = "Some device", .major = 8, .minor = 6});
    EXPECT_NE(message.find("no code for device 0 (Some device)"), std::string::npos) << message;
    EXPECT_NE(message.find("-DCMAKE_CUDA_ARCHITECTURES=86"), std::string::npos) << message;
    EXPECT_EQ(cudaGetLastError(), cudaSuccess);
  }
}

TEST_F(FaultsTest, AnyThreadWorksOnTheDeviceThatWasOpened) {
  emulated_cuda::set_device({.count = 2});
  const auto backend = make_cuda_backend(1);
  const std::vector<uint64_t> values = {3, 4};
  const std::vector<Day> born = {0, 0};
  const std::vector<uint32_t> codes = {0, 1};
  std::vector<uint64_t> sums;
  Pairs sorted;
  std::thread([&] {  // its device is the first
    const auto held = backend->hold({values, born});
    const auto held_codes = backend->hold(codes, 2);
    sums = backend->sum_by_code(*held, *held_codes).sums;
  })
      .join();
  std::thread([&] {
    const auto sort = backend->hold_pairs(codes, codes);
    sort->run();
    sorted = sort->result();
  }).join();
  EXPECT_EQ(sums, values);
  EXPECT_EQ(sorted.keys, codes);
}

TEST_F(FaultsTest, AFaultIsNoMissingDevice) {
  for (const auto* call : {"cudaGetDeviceCount", "cudaGetDeviceProperties", "cudaSetDevice",
                           "cudaFuncGetAttributes"}) {
    emulated_cuda::fail_call(call, cudaErrorECCUncorrectable);
    error_message(ErrorKind::internal, [] { Device::open(0); });
  }
}

TEST_F(FaultsTest, AFaultOfAKernelIsToldByWhoWaits) {
  const auto device = Device::open(0);
  const Stream stream;
  const auto empty = +[] {};
  emulated_cuda::fail_call("kernel", cudaErrorIllegalAddress);
  launch(empty, {"empty", 1, 32}, stream);
  const std::string message = error_message(ErrorKind::internal, [&] { stream.wait(); });
  EXPECT_NE(message.find("cudaErrorIllegalAddress"), std::string::npos) << message;
  error_message(ErrorKind::internal, [&] { device->use(); });
}

TEST_F(FaultsTest, TheDevicesOwnLackOfMemoryIsALimit) {
  emulated_cuda::set_device({.free_bytes = size_t{1} << 30});
  const auto device = Device::open(0);
  device->memory().set_limit(int64_t{1} << 40);
  error_message(ErrorKind::limit, [&] {
    const DeviceBuffer<std::byte> all(device->memory(), size_t{2} << 30, "all");
  });
  EXPECT_EQ(device->memory().held_bytes(), 0);
  EXPECT_EQ(cudaGetLastError(), cudaSuccess);
  emulated_cuda::fail_call("cudaHostAlloc", cudaErrorMemoryAllocation);
  error_message(ErrorKind::limit, [&] { const PinnedBuffer<int> pinned(5); });
}

TEST_F(FaultsTest, WhatADeviceLeavesUndefinedEndsTheProgram) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  const auto device = Device::open(0);
  const Stream stream;
  const auto run = [&](void (*kernel)(uint32_t*)) {
    const DeviceBuffer<uint32_t> buffer(device->memory(), 64, "a test");
    launch(kernel, {"broken", 1, 64}, stream, buffer.data());
    stream.wait();
  };
  EXPECT_DEATH(run([](uint32_t* values) { values[64] = 1; }), "a write behind an allocation");
  EXPECT_DEATH(run([](uint32_t* values) {
                 if (threadIdx.x == 0) __syncwarp();
                 values[0] = 1;
               }),
               "not all of its threads reach|before all met");
  EXPECT_DEATH(run([](uint32_t*) { __ballot_sync(threadIdx.x < 32 ? 3U : 0xFFFFFFFFU, 1); }),
               "a lane that is not in its own mask");
  const DeviceBuffer<uint32_t> buffer(device->memory(), 64, "a test");
  std::vector<uint32_t> many(65);
  EXPECT_DEATH(
      {
        copy_to_device<uint32_t>(buffer.data(), many, stream);
        stream.wait();
      },
      "a copy to outside of memory");
}

TEST_F(FaultsTest, WhoDoesNotWaitReadsPoison) {
  const auto device = Device::open(0);
  const Stream stream;
  const DeviceBuffer<uint32_t> buffer(device->memory(), 1, "a test");
  const PinnedBuffer<uint32_t> result(1);
  fill_zero(buffer.data(), 1, stream);
  copy_to_host<uint32_t>(result.values(), buffer.data(), stream);
  EXPECT_EQ(result[0], 0xCDCDCDCDU);
  stream.wait();
  EXPECT_EQ(result[0], 0U);
}

}  // namespace
}  // namespace hubcensus::cuda
