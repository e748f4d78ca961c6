// What the catalogue keeps of the rows of one part of a models dump, in the order of the part. A
// part is filled by one thread at a time, several parts at once. It refuses to look for ids that
// come twice: the builder does, over all parts.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "host/catalog/id_index.hpp"
#include "host/catalog/model_attributes.hpp"
#include "host/catalog/model_row.hpp"
#include "host/catalog/relation.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

class DumpPart {
 public:
  static constexpr int64_t kNeverModified = std::numeric_limits<int64_t>::min();

  struct Row {
    uint64_t downloads_30_days;
    uint64_t downloads_all_time;
    uint64_t parameters;
    int64_t integer_id;   // if has_integer_id
    int64_t modified_us;  // kNeverModified where unknown
    size_t first_base;    // into `bases`
    uint32_t base_count;
    Day created;  // kAlwaysBorn where unknown
    Relation relation;
    bool has_integer_id;
  };
  struct Base {
    uint32_t id;         // into base_ids
    uint32_t object_id;  // into base_object_ids
  };

  // with_attributes: keeps tasks, libraries, licences, languages and likes. with_families: notes
  // the families that the tags of each model name.
  DumpPart(bool with_attributes, bool with_families) : with_families_(with_families) {
    if (with_attributes) attributes.emplace();
  }

  void add(const ModelRow& row);
  uint32_t size() const { return static_cast<uint32_t>(rows.size()); }

  // Indexed by row.
  TextTable ids;
  TextTable object_ids;  // empty texts where unknown
  std::vector<Row> rows;
  std::vector<uint64_t> tag_families;  // if with_families
  std::optional<ModelAttributes> attributes;

  uint32_t known_object_ids = 0;
  std::vector<Base> bases;
  IdIndex base_ids;
  IdIndex base_object_ids;

 private:
  bool with_families_;
};

}  // namespace hubcensus
