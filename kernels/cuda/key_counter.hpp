// Keys as records bring them, gathered on the device; where there is no room for more they are
// sorted, counted, and handed to the host.
//
// Not thread-safe. Its memory grows while keys come, up to a limit.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/scratch.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus::cuda {

class KeyCounter {
 public:
  // Distinct keys, ascending, with how often each was there; some may come again in another call.
  using Take =
      std::function<void(std::span<const uint64_t> keys, std::span<const uint32_t> counts)>;

  // budget: of the host, for what is handed over.
  KeyCounter(Device& device, const Stream& stream, MemoryBudget& budget, int key_bits,
             int64_t limit_bytes, const char* purpose, Take take);

  // Where up to `rows` more keys go, known to be so many, or counted by *size().
  uint64_t* add(uint32_t rows);
  uint64_t* append(uint32_t rows);
  // How many keys there are, on the device, where they are appended.
  uint64_t* size() const { return size_.data(); }
  // Hands over all that is left.
  void finish() { count(); }

 private:
  void make_room(uint32_t rows);
  void count();

  Device& device_;
  const Stream& stream_;
  MemoryBudget& budget_;
  const int key_bits_;
  const size_t most_keys_;  // at a time, below 2^31
  const char* purpose_;
  Take take_;
  size_t capacity_ = 0;
  size_t most_gathered_ = 0;  // keys, at most
  bool is_appended_ = false;
  DeviceBuffer<uint64_t> keys_, other_, size_;
  DeviceBuffer<uint32_t> counts_;
  DeviceBuffer<int> runs_;
  Scratch scratch_;
};

}  // namespace hubcensus::cuda
