// Stand-in for CUDA's header of this name, for tests without a device: the part of the runtime and
// of the device's functions that hubcensus uses, as plain C++. What it does not name is not there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __shared__ static
#define __launch_bounds__(...)
#define __restrict__ __restrict

enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorInsufficientDriver = 35,
  cudaErrorDevicesUnavailable = 46,
  cudaErrorInvalidDeviceFunction = 98,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorNoKernelImageForDevice = 209,
  cudaErrorECCUncorrectable = 214,
  cudaErrorJitCompilerNotFound = 221,
  cudaErrorUnsupportedPtxVersion = 222,
  cudaErrorIllegalAddress = 700,
  cudaErrorLaunchFailure = 719,
  cudaErrorSystemNotReady = 802,
  cudaErrorSystemDriverMismatch = 803,
  cudaErrorCompatNotSupportedOnDevice = 804,
};

enum cudaMemcpyKind {
  cudaMemcpyHostToDevice = 1,
  cudaMemcpyDeviceToHost = 2,
  cudaMemcpyDeviceToDevice = 3
};

inline constexpr unsigned cudaStreamNonBlocking = 1;
inline constexpr unsigned cudaEventDefault = 0;
inline constexpr unsigned cudaEventBlockingSync = 1;
inline constexpr unsigned cudaEventDisableTiming = 2;
inline constexpr unsigned cudaHostAllocDefault = 0;

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};

namespace emulated_cuda {
struct Stream;
struct Event;
}  // namespace emulated_cuda
using cudaStream_t = emulated_cuda::Stream*;
using cudaEvent_t = emulated_cuda::Event*;

struct cudaDeviceProp {
  char name[256];
  size_t totalGlobalMem;
  size_t sharedMemPerBlock;
  int major;
  int minor;
  int multiProcessorCount;
  int l2CacheSize;
};

struct cudaLaunchConfig_t {
  dim3 gridDim;
  dim3 blockDim;
  size_t dynamicSmemBytes = 0;
  cudaStream_t stream = nullptr;
};

const char* cudaGetErrorName(cudaError_t status);
const char* cudaGetErrorString(cudaError_t status);
cudaError_t cudaGetLastError();
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);
cudaError_t cudaSetDevice(int device);

struct cudaFuncAttributes {
  int numRegs;
};
namespace emulated_cuda {
cudaError_t get_function_attributes();
}
// Of a kernel, where the device has code for it.
template <typename Function>
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes*, Function*) {
  return emulated_cuda::get_function_attributes();
}
cudaError_t cudaMemGetInfo(size_t* free_bytes, size_t* total_bytes);
cudaError_t cudaMalloc(void** memory, size_t bytes);
template <typename T>
cudaError_t cudaMalloc(T** memory, size_t bytes) {
  return cudaMalloc(reinterpret_cast<void**>(memory), bytes);
}
cudaError_t cudaFree(void* memory);
cudaError_t cudaHostAlloc(void** memory, size_t bytes, unsigned flags);
cudaError_t cudaFreeHost(void* memory);
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream);
cudaError_t cudaMemsetAsync(void* memory, int value, size_t bytes, cudaStream_t stream);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags);
cudaError_t cudaDeviceSynchronize();
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t begin, cudaEvent_t end);

namespace emulated_cuda {

enum class Meeting : uint8_t { sync, shuffle, vote, match, reduce };

// The values that the lanes of `mask` brought, [lane]; all have met when it returns. To be read
// before the next call of this kind.
const uint64_t* meet_lanes(uint32_t mask, Meeting meeting, uint64_t value);
void meet_block();
uint32_t lane();
// Ends the program where the bytes are not all of one allocation of the device.
void check_device_range(const void* memory, size_t bytes, const char* what);

cudaError_t enqueue(cudaStream_t stream, std::function<void()> work);
cudaError_t enqueue_kernel(const cudaLaunchConfig_t& config, std::function<void()> thread_body);

template <typename T>
uint64_t to_bits(T value) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(uint64_t));
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  return bits;
}

template <typename T>
T from_bits(uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

}  // namespace emulated_cuda

// Of the thread that runs; set by the scheduler of a block.
inline dim3 threadIdx, blockIdx, blockDim, gridDim;

template <typename... Parameters, typename... Arguments>
cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
  std::tuple<Parameters...> values(std::forward<Arguments>(arguments)...);
  return emulated_cuda::enqueue_kernel(*config, [kernel, values] { std::apply(kernel, values); });
}

inline void __syncthreads() { emulated_cuda::meet_block(); }
inline void __syncwarp(unsigned mask = 0xFFFF'FFFFU) {
  emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::sync, 0);
}
inline void __threadfence() {}

template <typename T>
T __shfl_sync(unsigned mask, T value, int from, int width = 32) {
  const uint64_t* met = emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::shuffle,
                                                  emulated_cuda::to_bits(value));
  const int first = static_cast<int>(emulated_cuda::lane()) & ~(width - 1);
  return emulated_cuda::from_bits<T>(met[first + (from & (width - 1))]);
}
template <typename T>
T __shfl_up_sync(unsigned mask, T value, unsigned by, int width = 32) {
  const uint64_t* met = emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::shuffle,
                                                  emulated_cuda::to_bits(value));
  const auto at = emulated_cuda::lane();
  const bool inside = (at & (static_cast<unsigned>(width) - 1)) >= by;
  return inside ? emulated_cuda::from_bits<T>(met[at - by]) : value;
}
template <typename T>
T __shfl_down_sync(unsigned mask, T value, unsigned by, int width = 32) {
  const uint64_t* met = emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::shuffle,
                                                  emulated_cuda::to_bits(value));
  const auto at = emulated_cuda::lane();
  const bool inside = (at & (static_cast<unsigned>(width) - 1)) + by < static_cast<unsigned>(width);
  return inside ? emulated_cuda::from_bits<T>(met[at + by]) : value;
}
template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int by, int width = 32) {
  const uint64_t* met = emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::shuffle,
                                                  emulated_cuda::to_bits(value));
  const auto at = static_cast<int>(emulated_cuda::lane());
  const bool inside = (at ^ by) / width == at / width;
  return inside ? emulated_cuda::from_bits<T>(met[at ^ by]) : value;
}

inline unsigned __ballot_sync(unsigned mask, int predicate) {
  const uint64_t* met =
      emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::vote, predicate != 0);
  unsigned votes = 0;
  for (unsigned i = 0; i < 32; ++i) {
    if ((mask >> i & 1) != 0 && met[i] != 0) votes |= 1U << i;
  }
  return votes;
}
inline int __any_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
inline int __all_sync(unsigned mask, int predicate) {
  return __ballot_sync(mask, predicate) == mask;
}
template <typename T>
unsigned __match_any_sync(unsigned mask, T value) {
  const uint64_t mine = emulated_cuda::to_bits(value);
  const uint64_t* met = emulated_cuda::meet_lanes(mask, emulated_cuda::Meeting::match, mine);
  unsigned equal = 0;
  for (unsigned i = 0; i < 32; ++i) {
    if ((mask >> i & 1) != 0 && met[i] == mine) equal |= 1U << i;
  }
  return equal;
}

namespace emulated_cuda {
template <typename Operator>
unsigned reduce_lanes(unsigned mask, unsigned value, Operator combine) {
  const uint64_t* met = meet_lanes(mask, Meeting::reduce, value);
  bool first = true;
  unsigned result = 0;
  for (unsigned i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    const auto next = static_cast<unsigned>(met[i]);
    result = first ? next : combine(result, next);
    first = false;
  }
  return result;
}
}  // namespace emulated_cuda
inline unsigned __reduce_add_sync(unsigned mask, unsigned value) {
  return emulated_cuda::reduce_lanes(mask, value, [](unsigned a, unsigned b) { return a + b; });
}
inline unsigned __reduce_min_sync(unsigned mask, unsigned value) {
  return emulated_cuda::reduce_lanes(mask, value,
                                     [](unsigned a, unsigned b) { return a < b ? a : b; });
}
inline unsigned __reduce_max_sync(unsigned mask, unsigned value) {
  return emulated_cuda::reduce_lanes(mask, value,
                                     [](unsigned a, unsigned b) { return a > b ? a : b; });
}
inline unsigned __reduce_or_sync(unsigned mask, unsigned value) {
  return emulated_cuda::reduce_lanes(mask, value, [](unsigned a, unsigned b) { return a | b; });
}

template <typename T>
T atomicAdd(T* cell, std::type_identity_t<T> value) {
  static_assert(std::is_same_v<T, unsigned long long> || std::is_same_v<T, unsigned> ||
                std::is_same_v<T, int>);
  const T before = *cell;
  *cell = before + value;
  return before;
}
template <typename T>
T atomicMax(T* cell, std::type_identity_t<T> value) {
  static_assert(std::is_same_v<T, unsigned long long> || std::is_same_v<T, unsigned> ||
                std::is_same_v<T, int> || std::is_same_v<T, long long>);
  const T before = *cell;
  if (value > before) *cell = value;
  return before;
}
template <typename T>
T atomicMin(T* cell, std::type_identity_t<T> value) {
  const T before = *cell;
  if (value < before) *cell = value;
  return before;
}
template <typename T>
T atomicOr(T* cell, std::type_identity_t<T> value) {
  const T before = *cell;
  *cell = before | value;
  return before;
}
template <typename T>
T atomicExch(T* cell, std::type_identity_t<T> value) {
  return std::exchange(*cell, value);
}
template <typename T>
T atomicCAS(T* cell, std::type_identity_t<T> expected, std::type_identity_t<T> value) {
  const T before = *cell;
  if (before == expected) *cell = value;
  return before;
}

inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
inline int __popcll(unsigned long long bits) { return __builtin_popcountll(bits); }
inline int __ffs(int bits) { return __builtin_ffs(bits); }
inline int __ffsll(long long bits) { return __builtin_ffsll(bits); }
inline int __clz(int bits) { return bits == 0 ? 32 : __builtin_clz(static_cast<unsigned>(bits)); }
inline int __clzll(long long bits) {
  return bits == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(bits));
}
template <typename T>
T __ldg(const T* address) {
  return *address;
}

// Vectors that are loaded as one.
struct alignas(8) ushort4 {
  unsigned short x, y, z, w;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) ulonglong2 {
  unsigned long long x, y;
};
