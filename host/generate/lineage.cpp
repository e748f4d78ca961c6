#include "host/generate/lineage.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "host/generate/draw.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
// The instant that the Hub gives to all models that are older.
constexpr int64_t kFloorSecond = int64_t{kFloorDay} * kSecondsPerDay + 23 * 3600 + 29 * 60 + 4;

std::string hexadecimal(uint64_t seconds, uint64_t bits) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%08llx%016llx", static_cast<unsigned long long>(seconds),
                static_cast<unsigned long long>(bits));
  return text.data();
}

// Position of plant `k`, one of 2 * count spread evenly; even ones are self-references.
int64_t plant_position(int64_t k, int64_t count, int64_t models) {
  return models / (2 * count + 1) * (k + 1);
}

}  // namespace

int64_t planted(int64_t models) {
  return models < 100 ? 0 : std::clamp<int64_t>(models / 20000, 2, 40);
}

Plant plant_of(int64_t index, int64_t models) {
  const int64_t count = planted(models);
  if (count == 0) return Plant::none;
  const int64_t k = index / (models / (2 * count + 1)) - 1;
  if (k < 0 || k >= 2 * count) return Plant::none;
  const int64_t distance = index - plant_position(k, count, models);
  if (k % 2 == 0) return distance == 0 ? Plant::self_reference : Plant::none;
  if (distance == 0) return Plant::first_of_cycle;
  return distance == 1 ? Plant::second_of_cycle : Plant::none;
}

Relation relation_of(uint64_t seed, int64_t index, int64_t models) {
  if (plant_of(index, models) != Plant::none) return Relation::finetune;
  if (index == 0) return Relation::none;
  const uint64_t u = below(draw(seed, Stream::relation, static_cast<uint64_t>(index)), 10000);
  if (u < 1200) return Relation::adapter;
  if (u < 2210) return Relation::finetune;
  if (u < 2750) return Relation::quantized;
  return u < 2815 ? Relation::merge : Relation::none;
}

Base Lineage::choose(int64_t index, uint64_t bits) const {
  const uint64_t choice = bits % 100;
  bits = scramble(bits);
  if (choice < 3) return {-1, bits};
  const auto older = static_cast<uint64_t>(index);
  const auto& heads = population_.heads();
  const auto older_heads =
      static_cast<uint64_t>(std::lower_bound(heads.begin(), heads.end(), index) - heads.begin());
  if (choice < 60 && older_heads > 0) {
    // The newest heads are built upon most.
    return {heads[older_heads - 1 - skewed_below(bits, older_heads)], 0};
  }
  if (choice < 80) return {static_cast<int64_t>(older - 1 - skewed_below(bits, older)), 0};
  return {static_cast<int64_t>(below(bits, older)), 0};
}

std::vector<Base> Lineage::bases_of(int64_t index, Relation relation) const {
  if (relation == Relation::none) return {};
  switch (plant_of(index, population_.size())) {
    case Plant::self_reference:
      return {{index, 0}};
    case Plant::first_of_cycle:
      return {{index + 1, 0}};
    case Plant::second_of_cycle:
      return {{index - 1, 0}};
    case Plant::none:
      break;
  }
  std::vector<Base> bases;
  uint64_t bits = draw(population_.seed(), Stream::base, static_cast<uint64_t>(index));
  const size_t wanted = relation == Relation::merge ? 2 + bits % 3 : 1;
  for (size_t attempt = 0; attempt < wanted; ++attempt, bits = scramble(bits)) {
    const Base base = choose(index, bits);
    const auto same = [&](const Base& other) {
      return other.index == base.index && other.missing == base.missing;
    };
    if (std::none_of(bases.begin(), bases.end(), same)) bases.push_back(base);
  }
  return bases;
}

bool Lineage::only_in_tags(int64_t index) const {
  return plant_of(index, population_.size()) == Plant::none &&
         draw(population_.seed(), Stream::missing_base, static_cast<uint64_t>(index)) % 50 == 0;
}

std::string Lineage::id_of(const Base& base) const {
  if (base.index >= 0) return std::string(population_.id(base.index));
  // No handle begins with "gone-", so the dump cannot have it.
  return "gone-" + letters(base.missing >> 52) + "/Removed-" + letters(base.missing >> 24);
}

std::string Lineage::object_id_of(const Base& base) const {
  if (base.index >= 0) return object_id(population_, base.index);
  return hexadecimal(0, base.missing);  // no model was created in 1970
}

int64_t created_second(const Population& population, int64_t index) {
  const int64_t day = kFirstDay + population[index].first_day;
  const uint64_t bits =
      draw(population.seed(), Stream::model_created, static_cast<uint64_t>(index));
  if (day < kFloorDay) return kFloorSecond;
  return day * kSecondsPerDay + static_cast<int64_t>(below(bits, kSecondsPerDay));
}

bool has_created(const Population& population, int64_t index) {
  const uint64_t bits =
      draw(population.seed(), Stream::model_modified, static_cast<uint64_t>(index));
  return index == 0 || bits % 5000 != 0;
}

std::string object_id(const Population& population, int64_t index) {
  const uint64_t bits =
      draw(population.seed(), Stream::model_object_id, static_cast<uint64_t>(index));
  return hexadecimal(static_cast<uint64_t>(created_second(population, index)), bits);
}

}  // namespace hubcensus::generate
