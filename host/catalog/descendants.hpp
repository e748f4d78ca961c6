// Distinct descendants in the graph of models and their bases: of each node, and of all nodes that
// bear one label, such as an account. A node is a model or, beyond them, a missing base.
//
// A model adds 1 to each of its distinct ancestors, however many paths lead there. Cut off the
// edges of models with several bases, and what is left is a forest: there the descendants of a node
// are the sum over its subtree. A model with several bases is the root of a tree; it walks its
// distinct ancestors once, and each gets the whole tree. Nothing is counted twice: an ancestor
// outside of a model's tree is an ancestor of the tree's root, and never stands in the tree itself,
// as the graph has no cycle.
//
// The forest is linear; the walks are not, so that they have a budget of steps. A step is a base
// looked at in a walk.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/catalog/lineage.hpp"
#include "host/catalog/relation.hpp"

namespace hubcensus {

inline constexpr uint64_t kMaxLineageSteps = 2'000'000'000;
inline constexpr uint32_t kNoLabel = 0xFFFFFFFF;

// The graph as the counts need it.
struct Derivations {
  const AcyclicGraph& lineage;
  std::span<const Relation> relations;  // [model]; looked at where it has bases
  uint32_t nodes;                       // models and missing bases
};

struct Labels {
  std::span<const uint32_t> of_node;  // below `count`, or kNoLabel
  uint32_t count;
};

// Derivatives by label, each counted once for a label.
struct LabelCounts {
  std::vector<RelationCounts> derivatives;  // [label]
  std::vector<uint32_t> own;                // [label] of them, those that bear it themselves
};

struct DescendantCounts {
  std::vector<RelationCounts> of_node;
  std::vector<LabelCounts> of_labels;  // as many as `labels`
  uint64_t steps = 0;
};

// Models of which the node, or one of the label, is an ancestor. Throws Error(limit) beyond
// `max_steps`.
DescendantCounts count_descendants(const Derivations& derivations, std::span<const Labels> labels,
                                   uint64_t max_steps = kMaxLineageSteps);
// Models of which it is a base.
DescendantCounts count_direct(const Derivations& derivations, std::span<const Labels> labels);
// Bytes that count_descendants() holds at its peak.
int64_t descendant_bytes(const Derivations& derivations, std::span<const Labels> labels);

// [model] the marks of all of its roots; `own` has those of each node. A model without bases is its
// own root.
std::vector<uint64_t> marks_of_roots(const AcyclicGraph& lineage, std::span<const uint64_t> own);
// [model] edges of the longest chain of bases above it.
std::vector<uint32_t> depths(const AcyclicGraph& lineage);

}  // namespace hubcensus
