// One thread's share of the facet `users`: keys as they come, counted whenever many have gathered.
//
// Its memory is charged to the budget and follows the distinct keys, whatever the number of rows:
// keys are counted when there are as many of them as of those counted before, so that each key is
// merged only a few times.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/user_counts.hpp"

namespace hubcensus::cpu {

class UserCounter {
 public:
  explicit UserCounter(MemoryBudget& budget)
      : pending_charge_(budget, "facet users"), counted_(budget) {}

  void add(std::span<const uint16_t> days, std::span<const uint32_t> models,
           std::span<const uint16_t> countries);
  // All that was added; the counter is empty then and holds nothing.
  UserCounts take();

 private:
  void make_room();
  void count_pending();
  void free_pending();

  MemoryCharge pending_charge_;
  std::vector<uint64_t> pending_;  // keys in the order of the rows
  UserCounts counted_;
};

// Merges parts, of which there is one at least, two by two, so that each key is moved as often as
// the logarithm of their number.
UserCounts merge_all(std::vector<UserCounts> parts);

}  // namespace hubcensus::cpu
