#include "host/catalog/catalog_bytes.hpp"

#include <bit>

#include "host/catalog/relation.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kNumber = sizeof(uint32_t);
constexpr int64_t kCount = sizeof(uint64_t);

}  // namespace

int64_t catalog_bytes(const DumpSize& dump) {
  constexpr int64_t kObjectIdBytes = 24;
  // An index has twice as many slots as the next power of two.
  const auto room = static_cast<int64_t>(std::bit_ceil(static_cast<uint64_t>(dump.models)));
  const int64_t index = 2 * room * kCount;
  // Account, derived account, group, day of creation; parameters, two counters, place of the id.
  constexpr int64_t kFacts = 4 * kNumber + 4 * kCount;
  int64_t bytes = dump.models * kFacts + dump.id_bytes + index;
  if (dump.has_object_ids) bytes += dump.models * (kCount + kObjectIdBytes + kNumber) + index;
  // Task, library, licence, likes, and the languages of each.
  if (dump.has_attributes) bytes += dump.models * (4 * kNumber + 2 * kCount);
  return bytes;
}

int64_t lineage_bytes(int64_t models) {
  // Of the graph: where the bases of a model begin, a base, the order, account, relation, families.
  constexpr int64_t kGraph = 2 * kCount + 3 * kNumber + int64_t{sizeof(Relation)};
  constexpr int64_t kDescendants = int64_t{sizeof(RelationCounts)} + 6 * kNumber;
  constexpr int64_t kFacts = int64_t{sizeof(RelationCounts)} + 8 * kNumber;
  return models * (kGraph + kDescendants + kFacts);
}

}  // namespace hubcensus
