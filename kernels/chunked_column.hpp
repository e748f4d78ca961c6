// A column of values indexed by dense model id that grows without moving: chunks of 2^16 values,
// allocated (zeroed) when first written. Threads may write different values while others grow it,
// which is what the fold needs when records bring models that the dump lacks. Those that may write
// the same value hold the lock of its chunk.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "kernels/memory_budget.hpp"

namespace hubcensus {

inline constexpr int kChunkBits = 16;  // 512 KiB of u64
inline constexpr uint32_t kChunkValues = 1U << kChunkBits;
inline constexpr uint32_t kChunkMask = kChunkValues - 1;
inline constexpr uint32_t kMaxChunks = 2048;
inline constexpr uint32_t kMaxModels = kMaxChunks << kChunkBits;  // 134,217,728

template <typename T>
class ChunkedColumn {
 public:
  static constexpr int64_t kChunkBytes = int64_t{kChunkValues} * static_cast<int64_t>(sizeof(T));

  // `purpose` names the column in the error of a spent budget, which outlives the column.
  ChunkedColumn(MemoryBudget& budget, std::string purpose)
      : budget_(&budget),
        purpose_(std::move(purpose)),
        chunks_(kMaxChunks),
        locks_(std::make_unique<std::atomic_flag[]>(kMaxChunks)) {}
  ChunkedColumn(const ChunkedColumn&) = delete;
  ChunkedColumn& operator=(const ChunkedColumn&) = delete;
  ~ChunkedColumn() {
    for (auto& chunk : chunks_) {
      if (T* values = chunk.load()) {
        release(values);
        budget_->give_back(kChunkBytes);
      }
    }
  }

  // Held for the time of a few thousand adds at most: whoever waits spins.
  class Lock {
   public:
    explicit Lock(std::atomic_flag& flag) : flag_(flag) {
      constexpr int kSpins = 1 << 10;  // then the holder may wait for this processor
      for (int spin = 0; flag_.test_and_set(std::memory_order_acquire); ++spin) {
        if (spin >= kSpins) std::this_thread::yield();
        while (flag_.test(std::memory_order_relaxed) && spin < kSpins) ++spin;
      }
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { flag_.clear(std::memory_order_release); }

   private:
    std::atomic_flag& flag_;
  };
  [[nodiscard]] Lock lock(uint32_t index) { return Lock(locks_[index]); }

  // The chunk with that index, or null where nothing was written there yet.
  const T* find(uint32_t index) const { return chunks_[index].load(std::memory_order_acquire); }

  // The chunk with that index, allocated where it was not. Thread-safe.
  T* chunk(uint32_t index) {
    T* values = chunks_[index].load(std::memory_order_acquire);
    return values != nullptr ? values : allocate(index);
  }

  T get(uint32_t id) const {
    const T* values = find(id >> kChunkBits);
    return values == nullptr ? T{} : values[id & kChunkMask];
  }
  void set(uint32_t id, T value) { chunk(id >> kChunkBits)[id & kChunkMask] = value; }

 private:
  static void release(T* values) { std::free(values); }

  T* allocate(uint32_t index) {
    budget_->take(kChunkBytes, purpose_);
    // Zero pages of the system: those never written to take no memory.
    T* fresh = static_cast<T*>(std::calloc(kChunkValues, sizeof(T)));
    if (fresh == nullptr) throw std::bad_alloc();
    T* expected = nullptr;
    if (chunks_[index].compare_exchange_strong(expected, fresh, std::memory_order_acq_rel)) {
      return fresh;
    }
    release(fresh);  // another thread was first
    budget_->give_back(kChunkBytes);
    return expected;
  }

  MemoryBudget* budget_;
  std::string purpose_;
  std::vector<std::atomic<T*>> chunks_;
  std::unique_ptr<std::atomic_flag[]> locks_;  // [chunk]
};

}  // namespace hubcensus
