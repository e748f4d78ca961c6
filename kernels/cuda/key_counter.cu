#include <algorithm>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_run_length_encode.cuh>
#include <vector>

#include "kernels/cuda/key_counter.hpp"

namespace hubcensus::cuda {
namespace {

constexpr size_t kLeastKeys = size_t{1} << 18;
constexpr size_t kMostKeys = size_t{1} << 26;
constexpr int64_t kBytesOfKey = 8 + 8 + 4;

// Calls a function of CUB twice: for the bytes that it wants, and with them.
template <typename Call>
void with_scratch(const char* name, DeviceBuffer<std::byte>& scratch, Device& device, Call call) {
  size_t bytes = 0;
  check(call(nullptr, bytes), name);
  if (scratch.size() < bytes) {
    scratch = {};
    scratch = DeviceBuffer<std::byte>(device.memory(), bytes, name);
  }
  bytes = scratch.size();
  check(call(scratch.data(), bytes), name);
}

}  // namespace

uint64_t* count_keys(uint64_t* keys, uint64_t* other, uint32_t* counts, int* runs, int64_t count,
                     int bits, DeviceBuffer<std::byte>& scratch, Device& device,
                     const Stream& stream) {
  cub::DoubleBuffer<uint64_t> buffers(keys, other);
  with_scratch("the sort of keys", scratch, device, [&](void* temporary, size_t& bytes) {
    return cub::DeviceRadixSort::SortKeys(temporary, bytes, buffers, count, 0, bits, stream.get());
  });
  with_scratch("the count of keys", scratch, device, [&](void* temporary, size_t& bytes) {
    return cub::DeviceRunLengthEncode::Encode(temporary, bytes, buffers.Current(),
                                              buffers.Alternate(), counts, runs,
                                              static_cast<int>(count), stream.get());
  });
  return buffers.Alternate();
}

KeyCounter::KeyCounter(Device& device, const Stream& stream, MemoryBudget& budget, int key_bits,
                       int64_t limit_bytes, const char* purpose, Take take)
    : device_(device),
      stream_(stream),
      budget_(budget),
      key_bits_(key_bits),
      most_keys_(std::clamp(static_cast<size_t>(limit_bytes / kBytesOfKey), size_t{1}, kMostKeys)),
      purpose_(purpose),
      take_(std::move(take)),
      size_(device.memory(), 1, purpose),
      runs_(device.memory(), 1, purpose) {
  fill_zero(size_.data(), 1, stream_);
}

uint64_t* KeyCounter::add(uint32_t rows) {
  make_room(rows);
  uint64_t* const place = keys_.data() + most_gathered_;
  most_gathered_ += rows;
  return place;
}

uint64_t* KeyCounter::append(uint32_t rows) {
  is_appended_ = true;
  make_room(rows);
  most_gathered_ += rows;
  return keys_.data();
}

void KeyCounter::make_room(uint32_t rows) {
  if (most_gathered_ + rows <= capacity_) return;
  count();
  // Each time twice as much, so that many keys are handed over a few times.
  const size_t wanted =
      std::max<size_t>(rows, std::min(most_keys_, std::max(kLeastKeys, 2 * capacity_)));
  if (wanted <= capacity_) return;
  keys_ = {};
  other_ = {};
  counts_ = {};
  keys_ = DeviceBuffer<uint64_t>(device_.memory(), wanted, purpose_);
  other_ = DeviceBuffer<uint64_t>(device_.memory(), wanted, purpose_);
  counts_ = DeviceBuffer<uint32_t>(device_.memory(), wanted, purpose_);
  capacity_ = wanted;
}

void KeyCounter::count() {
  uint64_t gathered = most_gathered_;
  if (is_appended_ && gathered != 0) {
    copy_to_host<uint64_t>({&gathered, 1}, size_.data(), stream_);
    stream_.wait();
  }
  if (is_appended_) fill_zero(size_.data(), 1, stream_);
  most_gathered_ = 0;
  if (gathered == 0) return;
  const uint64_t* const distinct =
      count_keys(keys_.data(), other_.data(), counts_.data(), runs_.data(),
                 static_cast<int64_t>(gathered), key_bits_, scratch_, device_, stream_);
  int runs = 0;
  copy_to_host<int>({&runs, 1}, runs_.data(), stream_);
  stream_.wait();
  MemoryCharge charge(budget_, purpose_);
  charge.set(runs * (int64_t{sizeof(uint64_t)} + int64_t{sizeof(uint32_t)}));
  std::vector<uint64_t> keys(static_cast<size_t>(runs));
  std::vector<uint32_t> counts(static_cast<size_t>(runs));
  copy_to_host<uint64_t>(keys, distinct, stream_);
  copy_to_host<uint32_t>(counts, counts_.data(), stream_);
  stream_.wait();
  take_(keys, counts);
}

}  // namespace hubcensus::cuda
