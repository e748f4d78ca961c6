#include "host/statistics/user_downloads.hpp"

#include "kernels/user_key.hpp"

namespace hubcensus {

std::vector<UserDownloads> sum_users(const ValueCounts& users, const Catalog& catalog,
                                     std::span<const uint32_t> renumbering) {
  std::vector<UserDownloads> result;
  std::vector<uint64_t> by_developer(catalog.countries.size());
  for (size_t i = 0; i < users.values.size();) {
    const UserKey first = unpack_user_key(users.values[i]);
    for (; i < users.values.size(); ++i) {
      const UserKey key = unpack_user_key(users.values[i]);
      if (key.country != first.country || key.month != first.month) break;
      const uint32_t model = renumbering.empty() ? key.model : renumbering[key.model];
      const uint32_t account = catalog.account[model];
      by_developer[catalog.account_facts[account].country] += users.counts[i];
    }
    for (uint16_t developer = 0; developer < by_developer.size(); ++developer) {
      if (by_developer[developer] == 0) continue;
      result.push_back({first.country, first.month, developer, by_developer[developer]});
      by_developer[developer] = 0;
    }
  }
  return result;
}

}  // namespace hubcensus
