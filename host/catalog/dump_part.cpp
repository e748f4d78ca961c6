#include "host/catalog/dump_part.hpp"

#include <string>

#include "host/catalog/families.hpp"
#include "host/catalog/parameters.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

void DumpPart::add(const ModelRow& row) {
  if (rows.size() == kMaxModels) {
    throw Error(ErrorKind::limit,
                "more than " + std::to_string(kMaxModels) + " rows in a part of the dump");
  }
  ids.push_back(row.id);
  object_ids.push_back(row.object_id);
  known_object_ids += row.object_id.empty() ? 0 : 1;
  rows.push_back({.downloads_30_days = row.downloads_30_days.value_or(0),
                  .downloads_all_time = row.downloads_all_time.value_or(0),
                  .parameters = choose_parameters(row.safetensors_total, row.gguf_total, row.id),
                  .integer_id = row.integer_id.value_or(0),
                  .modified_us = row.modified_us.value_or(kNeverModified),
                  .first_base = bases.size(),
                  .base_count = static_cast<uint32_t>(row.bases.size()),
                  .created = row.created.value_or(kAlwaysBorn),
                  .relation = relation_of(row.relation),
                  .has_integer_id = row.integer_id.has_value()});
  for (const BaseReference& base : row.bases) {
    bases.push_back({base_ids.insert(base.id), base_object_ids.insert(base.object_id)});
  }
  if (attributes) attributes->add(row);
  if (!with_families_) return;
  tag_families.push_back(0);
  for (const std::string_view tag : row.tags) tag_families.back() |= families_in(tag);
}

}  // namespace hubcensus
