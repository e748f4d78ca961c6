// The bytes that the job may hold in its large arrays. Whoever is about to hold more asks first;
// over the limit it fails by name, before the memory is touched.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/error.hpp"

namespace hubcensus {

class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t limit_bytes) : limit_bytes_(limit_bytes) {}

  // Thread-safe. Throws Error(limit) naming `purpose`, the bytes and the flag that helps.
  void take(int64_t bytes, std::string_view purpose) {
    const int64_t held = held_bytes_.fetch_add(bytes) + bytes;
    if (held > limit_bytes_) {
      held_bytes_.fetch_sub(bytes);
      throw Error(ErrorKind::limit, "memory limit reached by " + std::string(purpose) + ": " +
                                        std::to_string(held) + " bytes wanted, " +
                                        std::to_string(limit_bytes_) +
                                        " allowed; raise --memory-limit, or narrow --from/--to");
    }
  }
  void give_back(int64_t bytes) { held_bytes_.fetch_sub(bytes); }

  int64_t held_bytes() const { return held_bytes_.load(); }
  int64_t limit_bytes() const { return limit_bytes_; }
  int64_t free_bytes() const { return std::max<int64_t>(0, limit_bytes_ - held_bytes()); }

 private:
  const int64_t limit_bytes_;
  std::atomic<int64_t> held_bytes_{0};
};

}  // namespace hubcensus
