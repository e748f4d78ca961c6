// What a model is built upon: relation and bases, a pure function of the index.
//
// Bases are older models, popular ones preferred, so that chains form. Planted, and counted in
// expected.json: bases that the dump lacks, self-references, and pairs that name each other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/generate/population.hpp"

namespace hubcensus::generate {

enum class Relation : uint8_t { none, adapter, finetune, quantized, merge };
inline constexpr std::array<std::string_view, 5> kRelationNames = {"none", "adapter", "finetune",
                                                                   "quantized", "merge"};
Relation relation_of(uint64_t seed, int64_t index, int64_t models);

enum class Plant : uint8_t { none, self_reference, first_of_cycle, second_of_cycle };
Plant plant_of(int64_t index, int64_t models);
int64_t planted(int64_t models);  // how many of each; none below 100 models

struct Base {
  int64_t index = -1;    // -1: not in the dump
  uint64_t missing = 0;  // names a missing base
};

class Lineage {
 public:
  explicit Lineage(const Population& population) : population_(population) {}
  // Distinct bases, at least one where the relation is not `none`.
  std::vector<Base> bases_of(int64_t index, Relation relation) const;
  // One derived model in 50 has its bases in the tags alone, its column baseModels is null.
  bool only_in_tags(int64_t index) const;
  std::string id_of(const Base& base) const;
  std::string object_id_of(const Base& base) const;  // `_id`: 24 hexadecimal digits

 private:
  Base choose(int64_t index, uint64_t bits) const;

  const Population& population_;
};

// Seconds since 1970 of the published createdAt; none for one model in 5,000.
int64_t created_second(const Population& population, int64_t index);
bool has_created(const Population& population, int64_t index);
std::string object_id(const Population& population, int64_t index);

}  // namespace hubcensus::generate
