#include "host/statistics/liked_models.hpp"

#include <functional>

#include "kernels/largest.hpp"

namespace hubcensus {

std::vector<uint32_t> most_liked(const Catalog& catalog) {
  const std::vector<uint64_t>& likes = catalog.attributes->likes;
  return largest(
      catalog.models(), kLikedModels, [&](uint32_t model) { return likes[model]; }, std::less<>());
}

LikedFacts count_liked(const std::vector<uint32_t>& liked, const HeldPopulation& models,
                       Backend& backend) {
  LikedFacts facts;
  for (const uint32_t model : liked) facts.downloads.push_back(models.population().values[model]);
  facts.most_downloaded = backend.largest(models, kComparedModels);
  return facts;
}

}  // namespace hubcensus
