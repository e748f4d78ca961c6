// Builds the catalogue from the rows of a models dump, in any order.
#pragma once

#include <memory>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/catalog/dump_lineage.hpp"
#include "host/catalog/dump_part.hpp"
#include "host/catalog/model_order.hpp"

namespace hubcensus {

class CatalogBuilder {
 public:
  // with_attributes: holds tasks, libraries, licences, languages and likes. with_families: notes
  // the families that the tags of each model name, for DumpLineage.
  explicit CatalogBuilder(bool with_attributes = false, bool with_families = false)
      : with_attributes_(with_attributes), with_families_(with_families) {}

  // Appends parts of the dump, empty ones, which may be filled at the same time. They live until
  // build().
  std::vector<DumpPart*> begin_parts(size_t count);
  // Adds the row to the last part. Not thread-safe.
  void add(const ModelRow& row);
  // The catalogue of all rows of all parts, and its lineage where that is asked for; the builder is
  // empty then. Of rows with one id all but one are counted as duplicates.
  Catalog build(const AccountAnnotations& annotations, DumpLineage* lineage = nullptr);

 private:
  using Order = std::vector<RowPlace>;  // [model]

  const DumpPart::Row& row_at(RowPlace place) const { return parts_[place.part]->rows[place.row]; }
  // Fetches the row of a model into the cache; of none, nothing.
  void ask_for_row(const Order& order, size_t model) const {
    if (model < order.size()) __builtin_prefetch(&row_at(order[model]));
  }
  void fill_ids(Catalog& catalog, const Order& order) const;
  void fill_object_ids(Catalog& catalog, const Order& order) const;
  void fill_facts(Catalog& catalog, const Order& order) const;
  void fill_attributes(Catalog& catalog, const Order& order);
  // The graph of bases; `lineage` gets the ids of those that the dump lacks.
  BaseGraph graph_of_bases(const Catalog& catalog, const Order& order, DumpLineage& lineage) const;
  void fill_lineage(const Order& order, DumpLineage& lineage) const;

  bool with_attributes_;
  bool with_families_;
  std::vector<std::unique_ptr<DumpPart>> parts_;
};

}  // namespace hubcensus
