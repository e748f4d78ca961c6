// What one holder of memory has taken from the budget: it goes back when the holder dies.
//
// It refuses to be copied, as memory held twice is charged twice. Invariant: the budget holds
// bytes() for it; a charge that was moved from holds none.
#pragma once

#include <utility>

#include "kernels/memory_budget.hpp"

namespace hubcensus {

class MemoryCharge {
 public:
  // `purpose` names the holder in the error of a spent budget; both outlive the charge.
  MemoryCharge(MemoryBudget& budget, std::string_view purpose)
      : budget_(&budget), purpose_(purpose) {}
  MemoryCharge(MemoryCharge&& other) noexcept
      : budget_(other.budget_), purpose_(other.purpose_), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryCharge& operator=(MemoryCharge&& other) noexcept {
    std::swap(budget_, other.budget_);
    std::swap(purpose_, other.purpose_);
    std::swap(bytes_, other.bytes_);
    other.clear();
    return *this;
  }
  ~MemoryCharge() { clear(); }

  MemoryBudget& budget() const { return *budget_; }
  int64_t bytes() const { return bytes_; }
  // To be called before more is allocated, and behind what is freed. Throws Error(limit) where the
  // budget lacks what is more; the charge stays as it was then. Not thread-safe.
  void set(int64_t bytes) {
    if (bytes > bytes_) {
      budget_->take(bytes - bytes_, purpose_);
    } else {
      budget_->give_back(bytes_ - bytes);
    }
    bytes_ = bytes;
  }
  void add(int64_t bytes) { set(bytes_ + bytes); }

 private:
  void clear() { budget_->give_back(std::exchange(bytes_, 0)); }

  MemoryBudget* budget_;
  std::string_view purpose_;
  int64_t bytes_ = 0;
};

}  // namespace hubcensus
