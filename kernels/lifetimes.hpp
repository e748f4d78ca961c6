// Facets age and weeks of a tally: the downloads of each model by its age in days, the days between
// its creation and the record. Both merge by +.
//
//   age    [model][8] u64    ages 0-6, 7-13, 14-29, 30-59, 60-89, 90-179, 180-364, later
//   weeks  [model][52] u32   week = age / 7; ages of 52 weeks and more are left out
//
// Downloads from before the creation are of age 0. A model without a day of creation has no cells:
// one of unknown creation, or one that only records know. Memory is taken in chunks of models, as
// kernels/chunked_column.hpp says.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

#include "kernels/chunked_column.hpp"

namespace hubcensus {

// Band b holds the ages below kAgeLimits[b] and not below the limit before; the last all others.
inline constexpr std::array<int32_t, 7> kAgeLimits = {7, 14, 30, 60, 90, 180, 365};
inline constexpr size_t kAgeBands = kAgeLimits.size() + 1;
inline constexpr uint32_t kLifeWeeks = 52;
inline constexpr int32_t kDaysOfWeek = 7;

using AgeBands = std::array<uint64_t, kAgeBands>;
using LifeWeeks = std::array<uint64_t, kLifeWeeks>;

class AgeFacet {
 public:
  static constexpr int64_t kChunkBytes = ChunkedColumn<AgeBands>::kChunkBytes;  // 4 MiB

  explicit AgeFacet(MemoryBudget& budget) : cells_(budget, "facet age") {}

  // The cell to add to, made where it was not. Thread-safe.
  uint64_t& cell(uint32_t model, size_t band) {
    return cells_.chunk(model >> kChunkBits)[model & kChunkMask][band];
  }
  AgeBands of_model(uint32_t model) const { return cells_.get(model); }
  // Whether a model of that chunk may have a cell.
  bool has_chunk(uint32_t index) const { return cells_.find(index) != nullptr; }
  // Not thread-safe.
  void merge(const AgeFacet& other);

 private:
  ChunkedColumn<AgeBands> cells_;
};

// A cell holds its sum modulo 2^32; the few weeks that reach 2^32 downloads have what is above in a
// map, so that the sum is exact whatever the order of the adds.
class WeekFacet {
 public:
  using Cells = std::array<uint32_t, kLifeWeeks>;
  static constexpr int64_t kChunkBytes = ChunkedColumn<Cells>::kChunkBytes;  // 13 MiB

  explicit WeekFacet(MemoryBudget& budget) : budget_(&budget), cells_(budget, "facet weeks") {}
  WeekFacet(const WeekFacet&) = delete;
  WeekFacet& operator=(const WeekFacet&) = delete;
  ~WeekFacet();

  // The cell to add to modulo 2^32, made where it was not. Thread-safe.
  uint32_t& cell(uint32_t model, uint32_t week) {
    return cells_.chunk(model >> kChunkBits)[model & kChunkMask][week];
  }
  // Adds 2^32 `times`: what a cell cannot hold. Thread-safe.
  void carry(uint32_t model, uint32_t week, uint64_t times);
  // Not thread-safe.
  void add(uint32_t model, uint32_t week, uint64_t downloads);
  LifeWeeks of_model(uint32_t model) const;
  // Whether a model of that chunk may have a cell.
  bool has_chunk(uint32_t index) const { return cells_.find(index) != nullptr; }
  // Not thread-safe.
  void merge(const WeekFacet& other);

 private:
  MemoryBudget* budget_;
  ChunkedColumn<Cells> cells_;
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> carries_;  // by model and week
  std::mutex mutex_;                                           // of carries_
};

}  // namespace hubcensus
