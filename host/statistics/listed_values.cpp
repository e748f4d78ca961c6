#include "host/statistics/listed_values.hpp"

#include <algorithm>

namespace hubcensus {

ListedValues list_values(std::span<const std::string_view> names, std::span<const ValueUse> uses,
                         size_t most) {
  std::vector<uint32_t> ranking;
  bool has_others = false;
  for (uint32_t value = 1; value < names.size(); ++value) {
    if (uses[value].models == 0) continue;
    if (names[value] == kOthersName) {  // a model that calls itself so is one of them
      has_others = true;
    } else {
      ranking.push_back(value);
    }
  }
  std::sort(ranking.begin(), ranking.end(), [&](uint32_t left, uint32_t right) {
    if (uses[left].downloads != uses[right].downloads) {
      return uses[left].downloads > uses[right].downloads;
    }
    return names[left] < names[right];
  });
  has_others = has_others || ranking.size() > most;
  ranking.resize(std::min(ranking.size(), most));

  ListedValues listed;
  listed.end_of_own = static_cast<uint32_t>(ranking.size()) + 1;
  listed.places.assign(names.size(), listed.end_of_own);
  if (!listed.places.empty()) listed.places[0] = 0;
  for (const uint32_t value : ranking) {
    listed.places[value] = static_cast<uint32_t>(listed.names.size());
    listed.names.emplace_back(names[value]);
  }
  if (has_others) listed.names.emplace_back(kOthersName);
  return listed;
}

}  // namespace hubcensus
