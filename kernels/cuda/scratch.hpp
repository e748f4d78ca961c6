// Device memory for what an operation needs while it runs, taken once and used by one operation
// after the other: cudaMalloc costs more than most of them.
//
// It refuses to serve two operations at a time. Invariant: what was taken stays valid until the
// next reset().
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/cuda/device.hpp"

namespace hubcensus::cuda {

class Scratch {
 public:
  // purpose: for the message where the device has no more.
  Scratch(Device& device, const char* purpose) : device_(&device), purpose_(purpose) {}

  // An array of `size`, its content undefined.
  template <typename T>
  T* take(size_t size) {
    return reinterpret_cast<T*>(take_bytes(size * sizeof(T)));
  }
  // All that was taken may be written over; work that uses it is behind, or in the same stream.
  void reset();
  // Gives all back to the device.
  void release();

  int64_t bytes() const { return held_bytes_; }

 private:
  std::byte* take_bytes(size_t bytes);

  Device* device_;
  const char* purpose_;
  std::vector<DeviceBuffer<std::byte>> blocks_;
  size_t used_bytes_ = 0;  // of the last block
  int64_t held_bytes_ = 0;
};

// Asks a function of CUB how much temporary memory it wants, then runs it: call(memory, bytes).
template <typename Call>
void run_with_scratch(Scratch& scratch, const char* what, Call call) {
  size_t bytes = 0;
  check(call(nullptr, bytes), what);
  check(call(scratch.take<std::byte>(bytes), bytes), what);
}

}  // namespace hubcensus::cuda
