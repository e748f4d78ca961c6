#include <algorithm>
#include <cub/device/device_run_length_encode.cuh>
#include <vector>

#include "kernels/cuda/key_counter.hpp"
#include "kernels/cuda/sort_reduce.hpp"

namespace hubcensus::cuda {
namespace {

constexpr size_t kLeastKeys = size_t{1} << 18;
constexpr size_t kMostKeys = size_t{1} << 26;  // DeviceRunLengthEncode counts them in an int
constexpr int64_t kBytesOfKey = 8 + 8 + 4;

}  // namespace

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
      runs_(device.memory(), 1, purpose),
      scratch_(device, purpose) {
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
  capacity_ = 0;  // until all are there: the device may lack the memory
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
  scratch_.reset();
  const uint64_t* const sorted =
      sort_keys(keys_.data(), other_.data(), static_cast<int64_t>(gathered), {0, key_bits_},
                scratch_, stream_);
  uint64_t* const distinct = sorted == keys_.data() ? other_.data() : keys_.data();
  run_with_scratch(scratch_, "DeviceRunLengthEncode", [&](void* temporary, size_t& bytes) {
    return cub::DeviceRunLengthEncode::Encode(temporary, bytes, sorted, distinct, counts_.data(),
                                              runs_.data(), static_cast<int>(gathered),
                                              stream_.get());
  });
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
