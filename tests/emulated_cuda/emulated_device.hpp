// A CUDA device made of host code, for tests: what stands behind the stand-ins cuda_runtime.h and
// cub/ of this folder, and what a test may set.
//
// Kernels really run: the threads of a block are fibers, so that barriers, shuffles and votes have
// their meaning. Work of a stream runs only when somebody waits for it, so that who forgets to wait
// reads poison. It refuses, with a message and abort(), what a device would leave undefined: a
// write behind an allocation, a copy outside of one, memory freed twice, a barrier that not all
// reach. It proves the logic of the code, not its timing and not its memory model.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace emulated_cuda {

struct FakeDevice {
  int count = 1;
  std::string name = "Emulated device";
  int major = 9;
  int minor = 0;
  int multiprocessors = 2;
  size_t free_bytes = size_t{4} << 30;
  cudaError_t driver = cudaSuccess;  // what the first call says of the driver
};

// Nothing may be allocated while the device changes.
void set_device(const FakeDevice& device);

// The call of that name fails with `status` once, after `calls_before` calls that succeed.
// "kernel": the run of a kernel, told by whoever waits for its stream.
void fail_call(const std::string& name, cudaError_t status, int calls_before = 0);
// Forgets planned failures.
void clear_failures();

size_t allocations();      // of device and pinned memory that live
size_t allocated_bytes();  // of the device
uint64_t launches();       // so far
uint64_t copied_bytes();   // between host and device, so far

}  // namespace emulated_cuda
