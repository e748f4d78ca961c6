// The runtime of the emulated device: memory with guards, and streams whose work runs when somebody
// waits for it.
#include <cuda_runtime.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "tests/emulated_cuda/block.hpp"
#include "tests/emulated_cuda/emulated_device.hpp"

namespace emulated_cuda {

struct Event {
  Stream* stream = nullptr;
  uint64_t recorded = 0;  // how often
  uint64_t reached = 0;
};

struct Stream {
  int device = 0;
  std::deque<std::function<void()>> work;
};

namespace {

constexpr size_t kGuardBytes = 256;
constexpr auto kGuard = std::byte{0xA5};
constexpr int kPoison = 0xCD;

struct Allocation {
  size_t bytes = 0;
  bool pinned = false;
  int device = 0;
};

struct PlannedFailure {
  std::string call;
  cudaError_t status;
  int calls_before;
};

struct Runtime {
  std::recursive_mutex mutex;
  FakeDevice device;
  std::map<std::byte*, Allocation> allocations;
  std::set<Stream*> streams;
  std::vector<PlannedFailure> failures;
  cudaError_t fault = cudaSuccess;  // of a kernel; every later call says it
  size_t device_bytes = 0;
  uint64_t launches = 0;
  uint64_t copied_bytes = 0;
};

Runtime& runtime() {
  static Runtime one;
  return one;
}

thread_local cudaError_t last_error = cudaSuccess;
thread_local int current_device = 0;  // of the thread

using Lock = std::lock_guard<std::recursive_mutex>;

cudaError_t remember(cudaError_t status) {
  if (status != cudaSuccess) last_error = status;
  return status;
}

cudaError_t planned(const char* call) {
  auto& failures = runtime().failures;
  for (auto failure = failures.begin(); failure != failures.end(); ++failure) {
    if (failure->call != call) continue;
    if (failure->calls_before-- > 0) continue;
    const cudaError_t status = failure->status;
    failures.erase(failure);
    return status;
  }
  return cudaSuccess;
}

// What a call says before it does anything.
cudaError_t begin(const char* call) {
  const FakeDevice& device = runtime().device;
  if (device.driver != cudaSuccess) return remember(device.driver);
  if (runtime().fault != cudaSuccess) return remember(runtime().fault);
  return remember(planned(call));
}

// The live allocation that holds all of the bytes.
const Allocation* find_allocation(const void* memory, size_t bytes) {
  auto& allocations = runtime().allocations;
  const auto* at = static_cast<const std::byte*>(memory);
  auto found = allocations.upper_bound(const_cast<std::byte*>(at));
  if (found == allocations.begin()) return nullptr;
  --found;
  const bool inside = at + bytes <= found->first + found->second.bytes;
  return inside ? &found->second : nullptr;
}

// Whether work on host memory may run later; refuses ranges that leave pinned memory.
bool is_pinned(const void* memory, size_t bytes) {
  const Allocation* at = find_allocation(memory, 1);
  if (at == nullptr) return false;
  if (find_allocation(memory, bytes) == nullptr) refuse("a copy that leaves pinned memory");
  if (!at->pinned) refuse("a copy whose host side is device memory");
  return true;
}

void* allocate(size_t bytes, bool pinned) {
  auto* whole = static_cast<std::byte*>(std::aligned_alloc(
      kGuardBytes, (bytes + kGuardBytes - 1) / kGuardBytes * kGuardBytes + 2 * kGuardBytes));
  if (whole == nullptr) return nullptr;
  std::byte* const memory = whole + kGuardBytes;
  std::fill(whole, memory, kGuard);
  std::memset(memory, kPoison, bytes);
  std::fill(memory + bytes, memory + bytes + kGuardBytes, kGuard);
  runtime().allocations[memory] = {bytes, pinned, current_device};
  if (!pinned) runtime().device_bytes += bytes;
  return memory;
}

void release(void* memory, bool pinned) {
  const auto found = runtime().allocations.find(static_cast<std::byte*>(memory));
  if (found == runtime().allocations.end()) refuse("memory freed that is not allocated");
  const auto [begin, allocation] = *found;
  if (allocation.pinned != pinned) refuse("pinned memory freed as the device's, or the reverse");
  const auto is_guard = [](std::byte byte) { return byte == kGuard; };
  std::byte* const end = begin + allocation.bytes;
  if (!std::all_of(begin - kGuardBytes, begin, is_guard)) refuse("a write before an allocation");
  if (!std::all_of(end, end + kGuardBytes, is_guard)) refuse("a write behind an allocation");
  if (!pinned) runtime().device_bytes -= allocation.bytes;
  runtime().allocations.erase(found);
  std::free(begin - kGuardBytes);
}

// Device memory that a stream's work uses is its device's.
void check_same_device(const void* memory, const Stream* stream) {
  const Allocation* at = find_allocation(memory, 1);
  if (at != nullptr && !at->pinned && at->device != stream->device) {
    refuse("memory of another device");
  }
}

void check_stream(Stream* stream) {
  if (runtime().streams.count(stream) == 0) refuse("a stream that is not there");
}

bool run_next(Stream* stream) {
  if (stream->work.empty()) return false;
  const std::function<void()> work = std::move(stream->work.front());
  stream->work.pop_front();
  if (runtime().fault == cudaSuccess) work();
  return true;
}

void run_all(Stream* stream) {
  while (run_next(stream)) {
  }
}

void run_until(const Event* event, uint64_t recorded) {
  while (event->reached < recorded && runtime().fault == cudaSuccess) {
    if (!run_next(event->stream)) refuse("streams that wait for each other");
  }
}

}  // namespace

void check_device_range(const void* memory, size_t bytes, const char* what) {
  const Allocation* allocation = find_allocation(memory, bytes);
  if (allocation == nullptr || allocation->pinned) refuse(what);
}

void set_device(const FakeDevice& device) {
  const Lock lock(runtime().mutex);
  if (!runtime().allocations.empty()) refuse("the device changes while memory is allocated");
  runtime().device = device;
  runtime().fault = cudaSuccess;
}

void fail_call(const std::string& name, cudaError_t status, int calls_before) {
  const Lock lock(runtime().mutex);
  runtime().failures.push_back({name, status, calls_before});
}

void clear_failures() {
  const Lock lock(runtime().mutex);
  runtime().failures.clear();
  runtime().fault = cudaSuccess;
}

size_t allocations() {
  const Lock lock(runtime().mutex);
  return runtime().allocations.size();
}
size_t allocated_bytes() {
  const Lock lock(runtime().mutex);
  return runtime().device_bytes;
}
uint64_t launches() {
  const Lock lock(runtime().mutex);
  return runtime().launches;
}
uint64_t copied_bytes() {
  const Lock lock(runtime().mutex);
  return runtime().copied_bytes;
}

cudaError_t enqueue(cudaStream_t stream, std::function<void()> work) {
  const Lock lock(runtime().mutex);
  check_stream(stream);
  stream->work.push_back(std::move(work));
  return cudaSuccess;
}

cudaError_t enqueue_kernel(const cudaLaunchConfig_t& config, std::function<void()> thread_body) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaLaunchKernelEx"); status != cudaSuccess) return status;
  const dim3 grid = config.gridDim;
  const dim3 block = config.blockDim;
  const uint64_t threads = uint64_t{block.x} * block.y * block.z;
  if (threads == 0 || threads > 1024 || grid.x == 0 || grid.y == 0 || grid.z == 0 ||
      grid.y > 65535 || grid.z > 65535 || config.dynamicSmemBytes != 0) {
    return remember(cudaErrorInvalidConfiguration);
  }
  ++runtime().launches;
  return enqueue(config.stream, [grid, block, body = std::move(thread_body)] {
    runtime().fault = planned("kernel");
    if (runtime().fault == cudaSuccess) run_grid(grid, block, body);
  });
}

}  // namespace emulated_cuda

using namespace emulated_cuda;  // NOLINT: what follows is the runtime's own interface

const char* cudaGetErrorName(cudaError_t status) {
  switch (status) {
    case cudaSuccess:
      return "cudaSuccess";
    case cudaErrorInvalidValue:
      return "cudaErrorInvalidValue";
    case cudaErrorMemoryAllocation:
      return "cudaErrorMemoryAllocation";
    case cudaErrorInvalidConfiguration:
      return "cudaErrorInvalidConfiguration";
    case cudaErrorInsufficientDriver:
      return "cudaErrorInsufficientDriver";
    case cudaErrorDevicesUnavailable:
      return "cudaErrorDevicesUnavailable";
    case cudaErrorInvalidDeviceFunction:
      return "cudaErrorInvalidDeviceFunction";
    case cudaErrorNoKernelImageForDevice:
      return "cudaErrorNoKernelImageForDevice";
    case cudaErrorJitCompilerNotFound:
      return "cudaErrorJitCompilerNotFound";
    case cudaErrorUnsupportedPtxVersion:
      return "cudaErrorUnsupportedPtxVersion";
    case cudaErrorNoDevice:
      return "cudaErrorNoDevice";
    case cudaErrorInvalidDevice:
      return "cudaErrorInvalidDevice";
    case cudaErrorECCUncorrectable:
      return "cudaErrorECCUncorrectable";
    case cudaErrorIllegalAddress:
      return "cudaErrorIllegalAddress";
    case cudaErrorLaunchFailure:
      return "cudaErrorLaunchFailure";
    case cudaErrorSystemNotReady:
      return "cudaErrorSystemNotReady";
    case cudaErrorSystemDriverMismatch:
      return "cudaErrorSystemDriverMismatch";
    case cudaErrorCompatNotSupportedOnDevice:
      return "cudaErrorCompatNotSupportedOnDevice";
  }
  return "unknown";
}

const char* cudaGetErrorString(cudaError_t status) { return cudaGetErrorName(status); }

cudaError_t cudaGetLastError() { return std::exchange(last_error, cudaSuccess); }

cudaError_t cudaGetDeviceCount(int* count) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaGetDeviceCount"); status != cudaSuccess) return status;
  *count = runtime().device.count;
  return *count == 0 ? remember(cudaErrorNoDevice) : cudaSuccess;
}

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaGetDeviceProperties"); status != cudaSuccess) return status;
  const FakeDevice& fake = runtime().device;
  if (device >= fake.count) return remember(cudaErrorInvalidDevice);
  *properties = {};
  fake.name.copy(properties->name, sizeof(properties->name) - 1);
  properties->totalGlobalMem = fake.free_bytes;
  properties->sharedMemPerBlock = 48 << 10;
  properties->major = fake.major;
  properties->minor = fake.minor;
  properties->multiProcessorCount = fake.multiprocessors;
  properties->l2CacheSize = 1 << 20;
  return cudaSuccess;
}

cudaError_t cudaSetDevice(int device) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaSetDevice"); status != cudaSuccess) return status;
  if (device >= runtime().device.count) return remember(cudaErrorInvalidDevice);
  current_device = device;
  return cudaSuccess;
}

cudaError_t emulated_cuda::get_function_attributes() {
  const Lock lock(runtime().mutex);
  return begin("cudaFuncGetAttributes");
}

cudaError_t cudaMemGetInfo(size_t* free_bytes, size_t* total_bytes) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaMemGetInfo"); status != cudaSuccess) return status;
  *total_bytes = runtime().device.free_bytes;
  *free_bytes = *total_bytes - std::min(*total_bytes, runtime().device_bytes);
  return cudaSuccess;
}

cudaError_t cudaMalloc(void** memory, size_t bytes) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaMalloc"); status != cudaSuccess) return status;
  const bool fits = runtime().device_bytes + bytes <= runtime().device.free_bytes;
  *memory = fits && bytes > 0 ? allocate(bytes, false) : nullptr;
  return *memory != nullptr || bytes == 0 ? cudaSuccess : remember(cudaErrorMemoryAllocation);
}

cudaError_t cudaFree(void* memory) {
  const Lock lock(runtime().mutex);
  for (Stream* stream : runtime().streams) run_all(stream);
  if (memory != nullptr) release(memory, false);
  return begin("cudaFree");
}

cudaError_t cudaHostAlloc(void** memory, size_t bytes, unsigned) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaHostAlloc"); status != cudaSuccess) return status;
  *memory = allocate(bytes, true);
  return *memory != nullptr ? cudaSuccess : remember(cudaErrorMemoryAllocation);
}

cudaError_t cudaFreeHost(void* memory) {
  const Lock lock(runtime().mutex);
  if (memory != nullptr) release(memory, true);
  return begin("cudaFreeHost");
}

cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t bytes, cudaMemcpyKind kind,
                            cudaStream_t stream) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaMemcpyAsync"); status != cudaSuccess) return status;
  runtime().copied_bytes += bytes;
  for (const void* memory : {static_cast<const void*>(to), from}) check_same_device(memory, stream);
  const auto checked_copy = [=] {
    if (kind != cudaMemcpyHostToDevice)
      check_device_range(from, bytes, "a copy from outside of memory");
    if (kind != cudaMemcpyDeviceToHost)
      check_device_range(to, bytes, "a copy to outside of memory");
    std::memcpy(to, from, bytes);
  };
  // Pageable memory is read at once, or when the stream comes to it, as the driver likes; it must
  // be the same till then.
  if (kind == cudaMemcpyHostToDevice && !is_pinned(from, bytes)) {
    const auto* begin = static_cast<const std::byte*>(from);
    return enqueue(stream, [=, copy = std::vector<std::byte>(begin, begin + bytes)] {
      check_device_range(to, bytes, "a copy to outside of memory");
      if (std::memcmp(from, copy.data(), bytes) != 0)
        refuse("pageable memory gone before its copy");
      std::memcpy(to, copy.data(), bytes);
    });
  }
  if (kind == cudaMemcpyDeviceToHost && !is_pinned(to, bytes)) {
    enqueue(stream, checked_copy);
    run_all(stream);
    return remember(runtime().fault);
  }
  return enqueue(stream, [=] {
    if (kind == cudaMemcpyHostToDevice && !is_pinned(from, bytes))
      refuse("a copy from freed memory");
    if (kind == cudaMemcpyDeviceToHost && !is_pinned(to, bytes)) refuse("a copy to freed memory");
    checked_copy();
  });
}

cudaError_t cudaMemsetAsync(void* memory, int value, size_t bytes, cudaStream_t stream) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaMemsetAsync"); status != cudaSuccess) return status;
  check_same_device(memory, stream);
  return enqueue(stream, [=] {
    check_device_range(memory, bytes, "a fill outside of memory");
    std::memset(memory, value, bytes);
  });
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaStreamCreateWithFlags"); status != cudaSuccess) return status;
  *stream = new emulated_cuda::Stream{current_device, {}};
  runtime().streams.insert(*stream);
  return cudaSuccess;
}

cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  const Lock lock(runtime().mutex);
  check_stream(stream);
  run_all(stream);
  runtime().streams.erase(stream);
  delete stream;
  return begin("cudaStreamDestroy");
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
  const Lock lock(runtime().mutex);
  check_stream(stream);
  run_all(stream);
  return begin("cudaStreamSynchronize");
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaStreamWaitEvent"); status != cudaSuccess) return status;
  return enqueue(stream, [event, recorded = event->recorded] { run_until(event, recorded); });
}

cudaError_t cudaDeviceSynchronize() {
  const Lock lock(runtime().mutex);
  for (emulated_cuda::Stream* stream : runtime().streams) run_all(stream);
  return begin("cudaDeviceSynchronize");
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaEventCreateWithFlags"); status != cudaSuccess) return status;
  *event = new emulated_cuda::Event;
  return cudaSuccess;
}

cudaError_t cudaEventDestroy(cudaEvent_t event) {
  const Lock lock(runtime().mutex);
  // Its work is in the streams still.
  for (emulated_cuda::Stream* stream : runtime().streams) run_all(stream);
  delete event;
  return begin("cudaEventDestroy");
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaEventRecord"); status != cudaSuccess) return status;
  event->stream = stream;
  const uint64_t recorded = ++event->recorded;
  return enqueue(stream, [event, recorded] { event->reached = recorded; });
}

cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  const Lock lock(runtime().mutex);
  if (runtime().fault == cudaSuccess) run_until(event, event->recorded);
  return begin("cudaEventSynchronize");
}

cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t, cudaEvent_t) {
  const Lock lock(runtime().mutex);
  if (const auto status = begin("cudaEventElapsedTime"); status != cudaSuccess) return status;
  *milliseconds = 1;  // nothing is timed here
  return cudaSuccess;
}
