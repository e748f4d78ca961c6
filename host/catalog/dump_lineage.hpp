// The lineage of a dump, in the numbers that the catalogue gives while it is built: before any
// model joins and before Catalog::renumber(). A node is a model or, beyond them, a missing base.
#pragma once

#include <cstdint>
#include <vector>

#include "host/catalog/id_index.hpp"
#include "host/catalog/lineage.hpp"
#include "host/catalog/relation.hpp"

namespace hubcensus {

struct DumpLineage {
  AcyclicGraph graph;
  IdIndex missing;                     // ids of the bases that the dump lacks
  std::vector<uint32_t> account;       // [node] into Catalog::accounts
  std::vector<Relation> relation;      // [model] as the dump says, with or without bases
  std::vector<uint64_t> tag_families;  // [model] the families that its tags name
  int64_t models_with_bases = 0;       // before edges are dropped

  uint32_t models() const { return graph.graph.models(); }
  uint32_t nodes() const { return static_cast<uint32_t>(account.size()); }
  int64_t bytes() const {
    const auto held = [](const auto& values) {
      return static_cast<int64_t>(values.capacity() * sizeof(values[0]));
    };
    return held(graph.graph.begins) + held(graph.graph.targets) + held(graph.bases_first) +
           held(account) + held(relation) + held(tag_families) + missing.bytes();
  }
};

}  // namespace hubcensus
