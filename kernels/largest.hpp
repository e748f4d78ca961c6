// The first k of many numbers in the order of their values, largest first, and of equals by a rule.
//
// It holds 2 * k numbers at most and cuts them down to k whenever they are full, so that most
// numbers cost one comparison: with the least of those that stay. Numbers without a value above 0
// are left out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hubcensus {

// value(number); is_first(left, right) of two numbers with the same value.
template <typename Value, typename IsFirst>
class Largest {
 public:
  Largest(size_t k, Value value, IsFirst is_first) : k_(k), value_(value), is_first_(is_first) {}

  void add(uint32_t number) {
    if (k_ == 0 || value_(number) <= 0) return;
    if (is_cut_ && value_(number) < value_(kept_[k_ - 1])) return;
    kept_.push_back(number);
    if (kept_.size() == 2 * k_) cut();
  }
  void add(const Largest& other) {
    for (const uint32_t number : other.kept_) add(number);
  }

  std::vector<uint32_t> take() {
    cut();
    std::sort(kept_.begin(), kept_.end(), before());
    return std::move(kept_);
  }

 private:
  auto before() const {
    return [this](uint32_t left, uint32_t right) {
      const auto of_left = value_(left);
      const auto of_right = value_(right);
      return of_left != of_right ? of_left > of_right : is_first_(left, right);
    };
  }

  void cut() {
    if (kept_.size() <= k_) return;
    const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(k_);
    std::nth_element(kept_.begin(), end - 1, kept_.end(), before());
    kept_.erase(end, kept_.end());
    is_cut_ = true;  // and the one at k - 1 is the last of those that stay
  }

  size_t k_;
  Value value_;
  IsFirst is_first_;
  std::vector<uint32_t> kept_;
  bool is_cut_ = false;
};

// Of the numbers below n.
template <typename Value, typename IsFirst>
std::vector<uint32_t> largest(uint32_t n, size_t k, Value value, IsFirst is_first) {
  Largest kept(k, value, is_first);
  for (uint32_t number = 0; number < n; ++number) kept.add(number);
  return kept.take();
}

}  // namespace hubcensus
