// The CUDA runtime as this program uses it: every call checked, every resource owned, and all
// device memory taken from one bound.
//
// It refuses to hide a fault: out of device memory is Error(limit); a device that cannot be used at
// all, as open() finds it, is Error(backend); whatever else a call or a kernel reports is
// Error(internal). Invariant: nothing is launched but by launch(), which checks.
#pragma once

#include <cuda_runtime.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "kernels/error.hpp"

namespace hubcensus::cuda {

// Throws where a call of the runtime failed. what: of the call, for the message.
void check(cudaError_t status, const char* what);

// The free memory of a device at the time it was opened is all that there is: whoever is about to
// hold some takes it from here first. Thread-safe.
class DeviceMemory {
 public:
  explicit DeviceMemory(int64_t limit_bytes) : limit_bytes_(limit_bytes) {}

  // Device memory of `bytes` above 0, its content undefined; null where the limit or the device
  // lacks it.
  void* try_allocate(int64_t bytes);
  // The same; throws Error(limit) naming the purpose, the bytes wanted and free.
  void* allocate(int64_t bytes, const char* purpose);
  void release(void* memory, int64_t bytes) noexcept;

  int64_t limit_bytes() const { return limit_bytes_; }
  int64_t held_bytes() const { return held_bytes_.load(); }
  int64_t free_bytes() const { return limit_bytes_ - held_bytes(); }
  int64_t peak_bytes() const { return peak_bytes_.load(); }
  // Lowers what is there to `bytes`, for tests and for who must share the device.
  void set_limit(int64_t bytes) { limit_bytes_ = bytes; }

 private:
  int64_t limit_bytes_;
  std::atomic<int64_t> held_bytes_{0};
  std::atomic<int64_t> peak_bytes_{0};
};

// A usable device. Whoever works on it from a thread calls use() first.
class Device {
 public:
  // Throws Error(backend) with the reason where there is no driver, no such device, it is too old,
  // or this program was compiled for others alone.
  static std::unique_ptr<Device> open(int ordinal);

  void use() const { check(cudaSetDevice(ordinal_), "cudaSetDevice"); }
  const std::string& name() const { return name_; }
  uint32_t multiprocessors() const { return multiprocessors_; }
  int64_t l2_bytes() const { return l2_bytes_; }
  DeviceMemory& memory() { return memory_; }

 private:
  Device(int ordinal, const cudaDeviceProp& properties, int64_t free_bytes);

  int ordinal_;
  std::string name_;
  uint32_t multiprocessors_;
  int64_t l2_bytes_;
  DeviceMemory memory_;
};

// An array in device memory; its content is undefined until written.
template <typename T>
class DeviceBuffer {
 public:
  DeviceBuffer() = default;
  DeviceBuffer(DeviceMemory& memory, size_t size, const char* purpose) : size_(size) {
    if (size == 0) return;
    memory_ = &memory;
    data_ = static_cast<T*>(memory.allocate(bytes(), purpose));
  }
  // Empty where the memory is not there.
  static DeviceBuffer try_make(DeviceMemory& memory, size_t size) {
    DeviceBuffer buffer;
    buffer.data_ = static_cast<T*>(memory.try_allocate(static_cast<int64_t>(size * sizeof(T))));
    if (buffer.data_ == nullptr) return buffer;
    buffer.memory_ = &memory;
    buffer.size_ = size;
    return buffer;
  }
  DeviceBuffer(DeviceBuffer&& other) noexcept { swap(other); }
  DeviceBuffer& operator=(DeviceBuffer&& other) noexcept {
    DeviceBuffer taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~DeviceBuffer() {
    if (data_ != nullptr) memory_->release(data_, bytes());
  }

  T* data() const { return data_; }
  size_t size() const { return size_; }
  int64_t bytes() const { return static_cast<int64_t>(size_ * sizeof(T)); }

 private:
  void swap(DeviceBuffer& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

  DeviceMemory* memory_ = nullptr;
  T* data_ = nullptr;
  size_t size_ = 0;
};

// Memory of the host that the device copies from and to while the host goes on.
void* allocate_pinned(size_t bytes);
void release_pinned(void* memory) noexcept;

template <typename T>
class PinnedBuffer {
 public:
  PinnedBuffer() = default;
  explicit PinnedBuffer(size_t size) : size_(size) {
    if (size != 0) data_.reset(static_cast<T*>(allocate_pinned(size * sizeof(T))));
  }

  T* data() const { return data_.get(); }
  size_t size() const { return size_; }
  std::span<T> values() const { return {data(), size_}; }
  T& operator[](size_t i) const { return data()[i]; }

 private:
  struct Release {
    void operator()(T* memory) const noexcept { release_pinned(memory); }
  };
  std::unique_ptr<T, Release> data_;
  size_t size_ = 0;
};

// Work in the order in which it was given; streams do not wait for each other.
class Stream {
 public:
  Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { cudaStreamDestroy(stream_); }

  cudaStream_t get() const { return stream_; }
  void wait() const { check(cudaStreamSynchronize(stream_), "cudaStreamSynchronize"); }

 private:
  cudaStream_t stream_ = nullptr;
};

// A place in a stream that others can wait for.
class Event {
 public:
  enum class Timing : uint8_t { off, on };

  explicit Event(Timing timing = Timing::off);
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { cudaEventDestroy(event_); }

  void record(const Stream& stream) {
    check(cudaEventRecord(event_, stream.get()), "cudaEventRecord");
  }
  void wait() const { check(cudaEventSynchronize(event_), "cudaEventSynchronize"); }
  // What `stream` is given from here on runs behind the event.
  void hold(const Stream& stream) const {
    check(cudaStreamWaitEvent(stream.get(), event_, 0), "cudaStreamWaitEvent");
  }
  // Between two recorded events with timing.
  static float milliseconds(const Event& begin, const Event& end);

 private:
  cudaEvent_t event_ = nullptr;
};

// What is copied stays as it is until the stream has come to the copy, pinned or not: whether the
// driver reads pageable memory at once is its affair.
template <typename T>
void copy_to_device(T* device, std::span<const T> host, const Stream& stream) {
  if (host.empty()) return;
  check(
      cudaMemcpyAsync(device, host.data(), host.size_bytes(), cudaMemcpyHostToDevice, stream.get()),
      "copy to the device");
}

template <typename T>
void copy_to_host(std::span<T> host, const T* device, const Stream& stream) {
  if (host.empty()) return;
  check(
      cudaMemcpyAsync(host.data(), device, host.size_bytes(), cudaMemcpyDeviceToHost, stream.get()),
      "copy to the host");
}

template <typename T>
void fill_zero(T* device, size_t size, const Stream& stream) {
  if (size == 0) return;
  check(cudaMemsetAsync(device, 0, size * sizeof(T), stream.get()), "cudaMemsetAsync");
}

struct LaunchShape {
  const char* name = "kernel";  // for the message of a failed launch
  uint32_t blocks = 0;
  uint32_t threads = 0;  // a block; whole warps
};

// Runs kernel(arguments...) behind what the stream was given; nothing where there are no blocks.
template <typename... Parameters, typename... Arguments>
void launch(void (*kernel)(Parameters...), const LaunchShape& shape, const Stream& stream,
            Arguments&&... arguments) {
  if (shape.blocks == 0) return;
  cudaLaunchConfig_t config{};
  config.gridDim = dim3(shape.blocks);
  config.blockDim = dim3(shape.threads);
  config.stream = stream.get();
  check(cudaLaunchKernelEx(&config, kernel, std::forward<Arguments>(arguments)...), shape.name);
}

inline constexpr uint32_t kWarpThreads = 32;

}  // namespace hubcensus::cuda
