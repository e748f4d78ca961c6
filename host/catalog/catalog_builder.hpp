// Builds the catalogue from the rows of a models dump, in any order.
#pragma once

#include <string>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/catalog/dump_lineage.hpp"
#include "host/catalog/model_row.hpp"

namespace hubcensus {

class CatalogBuilder {
 public:
  // with_attributes: holds tasks, libraries, licences, languages and likes. with_families: notes
  // the families that the tags of each model name, for DumpLineage.
  explicit CatalogBuilder(bool with_attributes = false, bool with_families = false)
      : with_families_(with_families) {
    if (with_attributes) attributes_.emplace();
  }

  // A row whose id was seen before replaces it where its lastModified is not earlier (null is
  // the earliest); one of the two is counted as a duplicate. Not thread-safe.
  void add(const ModelRow& row);
  // The catalogue of all rows added, and its lineage where that is asked for; the builder is empty
  // then.
  Catalog build(const AccountAnnotations& annotations, DumpLineage* lineage = nullptr);

 private:
  struct Row {
    uint32_t object_id = 0;  // into object_ids_
    std::optional<int64_t> integer_id;
    std::optional<Day> created;
    std::optional<int64_t> modified_us;
    uint64_t downloads_30_days = 0;
    uint64_t downloads_all_time = 0;
    uint64_t parameters = 0;
    size_t first_base = 0;
    uint32_t bases = 0;
    uint32_t attributes = 0;  // row of attributes_
    Relation relation = Relation::unknown;
  };
  struct Base {
    uint32_t id;         // into base_ids_
    uint32_t object_id;  // into base_object_ids_
  };

  // Takes ids_ over.
  void fill_keys(Catalog& catalog, const std::vector<uint32_t>& order);
  void fill_facts(Catalog& catalog, const std::vector<uint32_t>& order,
                  const AccountAnnotations& annotations) const;
  void fill_attributes(Catalog& catalog, const std::vector<uint32_t>& order);
  // The graph of bases; `lineage` gets the ids of those that the dump lacks.
  BaseGraph graph_of_bases(const Catalog& catalog, const std::vector<uint32_t>& order,
                           DumpLineage& lineage) const;
  void fill_lineage(const std::vector<uint32_t>& order, DumpLineage& lineage) const;

  bool with_families_;
  // The numbers in ids_, in bytewise order of the ids.
  std::vector<uint32_t> order_of_ids() const;

  IdIndex ids_;
  TextTable object_ids_;                // of all rows added, replaced ones too
  std::vector<Row> rows_;               // [number in ids_]
  std::vector<uint64_t> tag_families_;  // [number in ids_], if with_families_
  std::vector<Base> bases_;
  IdIndex base_ids_;
  IdIndex base_object_ids_;
  std::optional<ModelAttributes> attributes_;  // of all rows added, replaced ones too
  int64_t duplicate_rows_ = 0;
};

}  // namespace hubcensus
