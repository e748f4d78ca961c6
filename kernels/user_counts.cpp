#include "kernels/user_counts.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "kernels/chunked_column.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus {
namespace {

static_assert(kMaxModels == uint32_t{1} << kUserModelBits);

constexpr int64_t kBytesPerKey = 2 * sizeof(uint64_t);  // with its count

// Behind the last key, or to it where it is the same.
void append(UserCounts& users, uint64_t key, uint64_t downloads) {
  if (users.values.empty() || users.values.back() != key) {
    users.values.push_back(key);
    users.counts.push_back(0);
  }
  users.counts.back() += downloads;
}

}  // namespace

void UserCounts::reserve(size_t keys) {
  charge.set(static_cast<int64_t>(keys) * kBytesPerKey);
  values.reserve(keys);
  counts.reserve(keys);
}

UserCounts count_users(std::span<const uint64_t> ascending, MemoryBudget& budget) {
  size_t distinct = 0;
  for (size_t i = 0; i < ascending.size(); ++i) {
    distinct += i == 0 || ascending[i] != ascending[i - 1] ? 1 : 0;
  }
  UserCounts users(budget);
  users.reserve(distinct);
  for (const uint64_t key : ascending) append(users, key, 1);
  return users;
}

UserCounts merge(const UserCounts& left, const UserCounts& right) {
  UserCounts merged(left.charge.budget());
  merged.reserve(left.values.size() + right.values.size());
  size_t i = 0;
  size_t j = 0;
  while (i < left.values.size() || j < right.values.size()) {
    const bool is_left =
        j == right.values.size() || (i < left.values.size() && left.values[i] <= right.values[j]);
    const UserCounts& from = is_left ? left : right;
    size_t& at = is_left ? i : j;
    append(merged, from.values[at], from.counts[at]);
    ++at;
  }
  return merged;
}

UserCounts renumber_users(UserCounts users, std::span<const uint32_t> renumbering) {
  if (renumbering.empty()) return users;
  using KeyAndDownloads = std::pair<uint64_t, uint64_t>;
  MemoryCharge of_moved(users.charge.budget(), "facet users, renumbered");
  of_moved.set(static_cast<int64_t>(users.values.size() * sizeof(KeyAndDownloads)));
  std::vector<KeyAndDownloads> moved(users.values.size());
  for (size_t i = 0; i < moved.size(); ++i) {
    UserKey key = unpack_user_key(users.values[i]);
    key.model = renumbering[key.model];
    moved[i] = {pack(key), users.counts[i]};
  }
  std::sort(moved.begin(), moved.end());
  users.values.clear();  // keeps its room
  users.counts.clear();
  for (const auto& [key, downloads] : moved) append(users, key, downloads);
  return users;
}

}  // namespace hubcensus
