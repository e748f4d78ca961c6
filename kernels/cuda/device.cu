#include <algorithm>

#include "kernels/cuda/device.hpp"

namespace hubcensus::cuda {
namespace {

constexpr int kLeastMajor = 8;                       // compute capability of the code compiled here
constexpr int64_t kSpareBytes = int64_t{256} << 20;  // for the runtime's own needs

std::string named(cudaError_t status) {
  return std::string(cudaGetErrorName(status)) + ": " + cudaGetErrorString(status);
}

// Asked before any work is done; here alone an error says that there is no device to use.
void check_usable(cudaError_t status, const char* what) {
  const auto refuse = [&](const char* reason) {
    throw Error(ErrorKind::backend, std::string("backend 'cuda' cannot be used: ") + reason + " (" +
                                        named(status) + ")");
  };
  switch (status) {
    case cudaErrorInsufficientDriver:
      return refuse("no driver, or one older than this program's CUDA runtime");
    case cudaErrorNoDevice:
      return refuse("no CUDA device");
    case cudaErrorInvalidDevice:
      return refuse("no such device");
    case cudaErrorDevicesUnavailable:
      return refuse("the device is taken by another process");
    case cudaErrorSystemNotReady:
      return refuse("the system's devices are not ready, as where the fabric manager does not run");
    case cudaErrorSystemDriverMismatch:
    case cudaErrorCompatNotSupportedOnDevice:
      return refuse("the driver's libraries and the kernel's driver do not go together");
    default:
      check(status, what);
  }
}

// Whether a device runs this program's code is asked of this one.
__global__ void do_nothing() {}

// A program that was built for other devices alone has no code to run on this one.
void check_has_code(const std::string& device, const cudaDeviceProp& properties) {
  cudaFuncAttributes attributes{};
  const cudaError_t status = cudaFuncGetAttributes(&attributes, do_nothing);
  switch (status) {
    case cudaErrorNoKernelImageForDevice:
    case cudaErrorInvalidDeviceFunction:
    case cudaErrorUnsupportedPtxVersion:
    case cudaErrorJitCompilerNotFound: {
      cudaGetLastError();  // is told here; no later call shall see it
      const auto number = std::to_string(properties.major) + std::to_string(properties.minor);
      throw Error(ErrorKind::backend,
                  "backend 'cuda' cannot be used: this program has no code for " + device +
                      ", nor one that its driver can translate (" + named(status) +
                      "); build it with -DCMAKE_CUDA_ARCHITECTURES=" + number);
    }
    default:
      check_usable(status, "cudaFuncGetAttributes");
  }
}

[[noreturn]] void refuse_memory(const std::string& purpose, int64_t wanted, int64_t free) {
  throw Error(ErrorKind::limit, "device memory exhausted by " + purpose + ": " +
                                    std::to_string(wanted) + " bytes wanted, " +
                                    std::to_string(free) +
                                    " free; narrow --from/--to, or use --backend cpu");
}

}  // namespace

void check(cudaError_t status, const char* what) {
  if (status == cudaSuccess) return;
  if (status == cudaErrorMemoryAllocation) {
    size_t free_bytes = 0;
    size_t total_bytes = 0;
    cudaMemGetInfo(&free_bytes, &total_bytes);
    throw Error(ErrorKind::limit, std::string("device memory exhausted in ") + what + ": " +
                                      std::to_string(free_bytes) +
                                      " bytes free; narrow --from/--to, or use --backend cpu");
  }
  throw Error(ErrorKind::internal,
              std::string("CUDA device fault in ") + what + ": " + named(status));
}

void* DeviceMemory::try_allocate(int64_t bytes) {
  int64_t before = held_bytes_.load();
  do {
    if (bytes > limit_bytes_ - before) return nullptr;
  } while (!held_bytes_.compare_exchange_weak(before, before + bytes));
  void* memory = nullptr;
  const cudaError_t status = cudaMalloc(&memory, static_cast<size_t>(bytes));
  if (status != cudaSuccess) {
    held_bytes_.fetch_sub(bytes);
    cudaGetLastError();  // is told here; no later call shall see it
    if (status != cudaErrorMemoryAllocation) check(status, "cudaMalloc");
    return nullptr;
  }
  int64_t peak = peak_bytes_.load();
  while (peak < before + bytes && !peak_bytes_.compare_exchange_weak(peak, before + bytes)) {
  }
  return memory;
}

void* DeviceMemory::allocate(int64_t bytes, const char* purpose) {
  void* const memory = try_allocate(bytes);
  if (memory == nullptr) refuse_memory(purpose, bytes, std::max<int64_t>(0, free_bytes()));
  return memory;
}

void DeviceMemory::release(void* memory, int64_t bytes) noexcept {
  cudaFree(memory);
  held_bytes_.fetch_sub(bytes);
}

std::unique_ptr<Device> Device::open(int ordinal) {
  int count = 0;
  check_usable(cudaGetDeviceCount(&count), "cudaGetDeviceCount");
  if (ordinal < 0 || ordinal >= count) {
    throw Error(ErrorKind::backend, "backend 'cuda' cannot be used: no device " +
                                        std::to_string(ordinal) + ", there are " +
                                        std::to_string(count) + "; see --device");
  }
  cudaDeviceProp properties{};
  check_usable(cudaGetDeviceProperties(&properties, ordinal), "cudaGetDeviceProperties");
  const std::string device =
      "device " + std::to_string(ordinal) + " (" + std::string(properties.name) + ")";
  if (properties.major < kLeastMajor) {
    throw Error(ErrorKind::backend,
                "backend 'cuda' cannot be used: " + device + " is too old: compute capability " +
                    std::to_string(properties.major) + "." + std::to_string(properties.minor) +
                    ", at least " + std::to_string(kLeastMajor) + ".0 is needed");
  }
  check_usable(cudaSetDevice(ordinal), "cudaSetDevice");
  check_has_code(device, properties);
  size_t free_bytes = 0;
  size_t total_bytes = 0;
  check_usable(cudaMemGetInfo(&free_bytes, &total_bytes), "cudaMemGetInfo");
  const int64_t usable = static_cast<int64_t>(free_bytes) - kSpareBytes;
  return std::unique_ptr<Device>(new Device(ordinal, properties, std::max<int64_t>(0, usable)));
}

Device::Device(int ordinal, const cudaDeviceProp& properties, int64_t free_bytes)
    : ordinal_(ordinal),
      name_(properties.name),
      multiprocessors_(static_cast<uint32_t>(properties.multiProcessorCount)),
      l2_bytes_(properties.l2CacheSize),
      memory_(free_bytes) {}

void* allocate_pinned(size_t bytes) {
  void* memory = nullptr;
  const cudaError_t status = cudaHostAlloc(&memory, bytes, cudaHostAllocDefault);
  if (status == cudaErrorMemoryAllocation) {
    cudaGetLastError();
    throw Error(ErrorKind::limit, "pinned memory of the host exhausted: " + std::to_string(bytes) +
                                      " bytes wanted; use --backend cpu");
  }
  check(status, "cudaHostAlloc");
  return memory;
}

void release_pinned(void* memory) noexcept { cudaFreeHost(memory); }

Stream::Stream() {
  check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
}

Event::Event(Timing timing) {
  // Who waits sleeps: spinning would be counted as processor time of the fold.
  const unsigned flags = timing == Timing::on ? cudaEventDefault : cudaEventDisableTiming;
  check(cudaEventCreateWithFlags(&event_, flags | cudaEventBlockingSync),
        "cudaEventCreateWithFlags");
}

float Event::milliseconds(const Event& begin, const Event& end) {
  float result = 0;
  check(cudaEventElapsedTime(&result, begin.event_, end.event_), "cudaEventElapsedTime");
  return result;
}

}  // namespace hubcensus::cuda
