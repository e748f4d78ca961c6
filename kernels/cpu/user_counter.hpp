// One thread's share of the facet `users`: keys as they come, counted whenever many have gathered.
//
// Its memory is charged to the budget and follows the distinct keys, whatever the number of rows:
// keys are counted when there are as many of them as of those counted before, so that each key is
// merged only a few times.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/memory_budget.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus::cpu {

class UserCounter {
 public:
  explicit UserCounter(MemoryBudget& budget) : budget_(&budget) {}
  UserCounter(const UserCounter&) = delete;
  UserCounter& operator=(const UserCounter&) = delete;
  ~UserCounter() { budget_->give_back(held_bytes_); }

  // Rows of one day.
  void add(uint16_t day, std::span<const uint32_t> models, std::span<const uint16_t> countries);
  // All that was added; the counter is empty then, its bytes are held on.
  ValueCounts take();

 private:
  void reduce();
  void hold(int64_t bytes);

  MemoryBudget* budget_;
  int64_t held_bytes_ = 0;
  std::vector<uint64_t> pending_;  // keys in the order of the rows
  ValueCounts counted_;
};

// Merges parts two by two, so that each key is moved as often as the logarithm of their number.
ValueCounts merge_all(std::vector<ValueCounts> parts);

}  // namespace hubcensus::cpu
