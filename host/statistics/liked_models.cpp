#include "host/statistics/liked_models.hpp"

#include <algorithm>
#include <queue>

namespace hubcensus {
namespace {

// Numbers of the `k` largest values above 0, largest first; of equals the smaller number.
std::vector<uint32_t> largest(std::span<const uint64_t> values, size_t k) {
  using Entry = std::pair<uint64_t, uint32_t>;
  const auto is_before = [](const Entry& left, const Entry& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  };
  std::priority_queue<Entry, std::vector<Entry>, decltype(is_before)> kept(is_before);
  for (uint32_t number = 0; number < values.size(); ++number) {
    const Entry entry{values[number], number};
    if (entry.first == 0 || (kept.size() == k && !is_before(entry, kept.top()))) continue;
    if (kept.size() == k) kept.pop();
    kept.push(entry);
  }
  std::vector<uint32_t> numbers(kept.size());
  for (size_t i = numbers.size(); i-- > 0; kept.pop()) numbers[i] = kept.top().second;
  return numbers;
}

}  // namespace

std::vector<uint32_t> most_liked(const Catalog& catalog) {
  return largest(catalog.attributes->likes, kLikedModels);
}

LikedFacts count_liked(const std::vector<uint32_t>& liked, const Population& models) {
  LikedFacts facts;
  for (const uint32_t model : liked) facts.downloads.push_back(models.values[model]);
  facts.most_downloaded = largest(models.values, kComparedModels);
  return facts;
}

}  // namespace hubcensus
