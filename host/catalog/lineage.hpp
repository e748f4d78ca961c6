// The graph of models and the models that they were made from.
//
// It is a graph, not a tree: a merge has several bases. Edges from a model to itself and edges
// inside a strongly connected component are dropped and counted, so that what is left has no
// cycle; then every model's roots follow from those of its bases.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hubcensus {

// Edges in compressed rows: the bases of model m are targets[begins[m]] ... targets[begins[m + 1]).
// A target below `models` is a model; others stand for bases that the dump lacks.
struct BaseGraph {
  std::vector<uint64_t> begins{0};
  std::vector<uint32_t> targets;

  uint32_t models() const { return static_cast<uint32_t>(begins.size() - 1); }
  std::span<const uint32_t> bases(uint32_t model) const {
    return std::span(targets).subspan(begins[model], begins[model + 1] - begins[model]);
  }
};

struct AcyclicGraph {
  BaseGraph graph;
  std::vector<uint32_t> bases_first;  // every model, each behind all of its bases
  int64_t self_references = 0;        // edges dropped
  int64_t cycle_edges = 0;            // edges dropped
};

AcyclicGraph drop_cycles(const BaseGraph& graph);

// The one value of all roots of each model, or `several`. `own` has a value for each model and, at
// models() and beyond, for each missing base. A model without bases is its own root.
std::vector<uint32_t> value_of_roots(const AcyclicGraph& lineage, std::span<const uint32_t> own,
                                     uint32_t several);

}  // namespace hubcensus
