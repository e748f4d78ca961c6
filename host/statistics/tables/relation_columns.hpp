// Columns of derivatives by their relation: `name` for all, then <name>_finetune, ..., _unknown.
#pragma once

#include <string>
#include <vector>

#include "host/catalog/relation.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

class RelationColumns {
 public:
  RelationColumns(Table& table, const std::string& name) : all_(table.integer(name)) {
    for (const std::string_view relation : kRelationNames) {
      by_relation_.push_back(table.integer(name + "_" + std::string(relation)));
    }
  }

  void add(const RelationCounts& counts) {
    all_.add(counts.total());
    for (size_t i = 0; i < kRelations; ++i) by_relation_[i].add(counts.counts[i]);
  }

 private:
  IntegerColumn all_;
  std::vector<IntegerColumn> by_relation_;
};

}  // namespace hubcensus
