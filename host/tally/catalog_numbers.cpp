#include "host/tally/catalog_numbers.hpp"

#include "kernels/snapshots.hpp"

namespace hubcensus {

uint32_t CatalogNumbers::number(const HeldModel& model) {
  const auto& [id, object_id, as, born, size_class] = model;
  const KeyKind key = as == HeldAs::integer ? KeyKind::integer : KeyKind::id;
  // The name that the dump had is older than any that a snapshot tells.
  const uint32_t number = resolver_.adopt(object_id, id, key, uint16_t{kFirstSampleDay});
  if (resolver_.kind() == KeyKind::snapshot) return number;  // neither ages nor single records
  const Group& group = catalog_.groups[catalog_.group[number]];
  const bool is_same =
      catalog_.born[number] == born && static_cast<uint8_t>(group.size_class) == size_class;
  differing_ += is_same ? 0 : 1;
  return number;
}

void CatalogNumbers::add_name(uint32_t, std::string_view object_id, std::string_view id,
                              uint16_t day) {
  resolver_.adopt(object_id, id, KeyKind::id, day);
}

}  // namespace hubcensus
