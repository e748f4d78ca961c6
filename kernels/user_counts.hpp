// The facet `users`: downloads by user key (kernels/user_key.hpp), each key once, ascending.
//
// It is as long as the pairs of country, month and model that the requests have, so its memory is
// charged to the budget for as long as it lives. Invariant: the charge covers what the counts hold.
#pragma once

#include <span>

#include "kernels/memory_charge.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

struct UserCounts : ValueCounts {
  explicit UserCounts(MemoryBudget& budget) : charge(budget, "facet users") {}

  // Charges and makes room for so many keys; the counts must be empty.
  void reserve(size_t keys);

  MemoryCharge charge;
};

// Of the keys in ascending order, each as often as it stands there.
UserCounts count_users(std::span<const uint64_t> ascending, MemoryBudget& budget);
// Union with counts added; both operands live on.
UserCounts merge(const UserCounts& left, const UserCounts& right);
// The same facet under other numbers of models: model m becomes renumbering[m], and keys that
// become equal are added up. An empty renumbering moves nothing.
UserCounts renumber_users(UserCounts users, std::span<const uint32_t> renumbering);

}  // namespace hubcensus
