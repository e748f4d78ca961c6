#include "kernels/user_key.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "kernels/chunked_column.hpp"

namespace hubcensus {

static_assert(kMaxModels == uint32_t{1} << kUserModelBits);

ValueCounts renumber_users(ValueCounts users, std::span<const uint32_t> renumbering) {
  if (renumbering.empty()) return users;
  std::vector<std::pair<uint64_t, uint64_t>> moved(users.values.size());  // key and downloads
  for (size_t i = 0; i < moved.size(); ++i) {
    UserKey key = unpack_user_key(users.values[i]);
    key.model = renumbering[key.model];
    moved[i] = {pack(key), users.counts[i]};
  }
  std::sort(moved.begin(), moved.end());
  users.values.clear();
  users.counts.clear();
  for (const auto& [key, downloads] : moved) {
    if (users.values.empty() || users.values.back() != key) {
      users.values.push_back(key);
      users.counts.push_back(0);
    }
    users.counts.back() += downloads;
  }
  return users;
}

}  // namespace hubcensus
