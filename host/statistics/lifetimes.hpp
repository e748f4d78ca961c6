// What the tables by age are made from: sums over the models created inside the record range, that
// is from the first to the last day with an accepted record, both included.
//
// Each pass is one over the models of the dump and their cells of a facet; other models have no day
// of creation. A model was observed for the days from its creation to the last record day, both
// included.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "kernels/tally.hpp"

namespace hubcensus {

inline constexpr size_t kAdoptionRanks = 10;

// One of the most downloaded models of a class.
struct AdoptedModel {
  uint32_t model = 0;      // in the final numbering
  uint64_t downloads = 0;  // in the record range
  int64_t observed_days = 0;
  // Over the days of age below kAgeLimits[i]; less than that where the model is younger.
  std::array<uint64_t, kAgeLimits.size()> by_age{};
};

struct AdoptionClass {
  uint64_t created = 0;           // models created inside the record range
  std::vector<AdoptedModel> top;  // by downloads, then by id; at most kAdoptionRanks
};

struct AdoptionFacts {
  std::array<AdoptionClass, kSizeClasses> census;
  std::array<AdoptionClass, kAtomClasses> atom;
};

// `tally` has facet age; `renumbering` as Catalog::renumber() gave it.
AdoptionFacts measure_adoption(const Catalog& catalog, const Tally& tally,
                               std::span<const uint32_t> renumbering);

inline constexpr uint32_t kLeastObservedWeeks = 26;

// Sums over models that were observed for that many complete weeks, and downloaded in one of those
// below kLifeWeeks. Lifetime and peak are those of uncensored models.
struct Lifetimes {
  uint64_t models = 0;
  uint64_t censored = 0;                               // the lifetime had not ended
  std::array<uint64_t, kLifeWeeks + 1> by_lifetime{};  // [weeks] models
  std::array<uint64_t, kLifeWeeks> by_peak{};          // [week of the peak] models
  std::array<uint64_t, kLifeWeeks> downloads{};        // [week] of those observed in it
  std::array<uint64_t, kLifeWeeks> observed{};         // [week] models

  // A model by the downloads of its observed weeks.
  void add(std::span<const uint64_t> weeks);
  Lifetimes& operator+=(const Lifetimes& other);
};

using EngagementFacts = std::array<std::array<Lifetimes, kSizeClasses>, kAccountKinds>;

// `tally` has facet weeks.
EngagementFacts measure_engagement(const Catalog& catalog, const Tally& tally,
                                   std::span<const uint32_t> renumbering);

}  // namespace hubcensus
