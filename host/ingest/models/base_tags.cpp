#include "host/ingest/models/base_tags.hpp"

#include <algorithm>
#include <array>

#include "host/ingest/identifier.hpp"

namespace hubcensus {

void BaseTags::clear() {
  relation_ = {};
  typed_.clear();
  untyped_.clear();
}

bool BaseTags::add(std::string_view tag) {
  constexpr std::string_view kPrefix = "base_model:";
  constexpr std::array<std::string_view, 4> kRelations = {"finetune", "adapter", "quantized",
                                                          "merge"};
  if (!tag.starts_with(kPrefix)) return true;
  tag.remove_prefix(kPrefix.size());
  const std::string_view relation = tag.substr(0, tag.find(':'));
  const bool typed = relation.size() < tag.size() &&
                     std::find(kRelations.begin(), kRelations.end(), relation) != kRelations.end();
  if (typed) {
    tag.remove_prefix(relation.size() + 1);
    relation_ = relation;
  }
  if (!valid_id(tag)) return tag.empty();
  (typed ? typed_ : untyped_).push_back({{}, tag});
  return true;
}

}  // namespace hubcensus
