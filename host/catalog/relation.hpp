// How a model was made from its bases, and counts of models by that.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <string_view>

namespace hubcensus {

enum class Relation : uint8_t { finetune, adapter, quantized, merge, unknown };
inline constexpr size_t kRelations = 5;
inline constexpr std::array<std::string_view, kRelations> kRelationNames = {
    "finetune", "adapter", "quantized", "merge", "unknown"};

// What the Hub does not know, or does not say, is unknown.
inline Relation relation_of(std::string_view name) {
  const auto found = std::find(kRelationNames.begin(), kRelationNames.end(), name);
  return found == kRelationNames.end() ? Relation::unknown
                                       : static_cast<Relation>(found - kRelationNames.begin());
}

// Models by their relation. A catalogue has fewer than 2^32 models.
struct RelationCounts {
  std::array<uint32_t, kRelations> counts{};

  uint32_t& operator[](Relation relation) { return counts[static_cast<size_t>(relation)]; }
  RelationCounts& operator+=(const RelationCounts& other) {
    for (size_t i = 0; i < kRelations; ++i) counts[i] += other.counts[i];
    return *this;
  }
  uint32_t total() const { return std::accumulate(counts.begin(), counts.end(), uint32_t{0}); }
  bool operator==(const RelationCounts&) const = default;
};

}  // namespace hubcensus
