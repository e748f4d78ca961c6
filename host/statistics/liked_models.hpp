// The most liked models of the dump against the most downloaded ones of a window.
#pragma once

#include <cstdint>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

inline constexpr size_t kLikedModels = 100;    // that are listed
inline constexpr size_t kComparedModels = 25;  // of them, against as many by downloads

struct LikedFacts {
  std::vector<uint64_t> downloads;        // [place in the list of the most liked]
  std::vector<uint32_t> most_downloaded;  // models, at most kComparedModels, above 0
};

// The kLikedModels most liked models, above 0; ties in order of the ids. Behind
// Catalog::renumber(), with attributes.
std::vector<uint32_t> most_liked(const Catalog& catalog);

LikedFacts count_liked(const std::vector<uint32_t>& liked, const HeldPopulation& models,
                       Backend& backend);

}  // namespace hubcensus
