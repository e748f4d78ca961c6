#include "host/catalog/descendants.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "host/interrupt.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

// The labels above the place where the counter is: on the path within the tree, and above the
// tree's root, whose number marks them.
class OpenLabels {
 public:
  explicit OpenLabels(const Labels& labels)
      : of_node_(labels.of_node), on_path_(labels.count), above_root_(labels.count, kNone) {
    counts_.derivatives.resize(labels.count);
    counts_.own.resize(labels.count);
  }

  // An ancestor of the root, and the models of the whole tree.
  void add_above(uint32_t ancestor, uint32_t root, const RelationCounts& tree) {
    const uint32_t label = of_node_[ancestor];
    if (label == kNoLabel || above_root_[label] == root) return;
    above_root_[label] = root;
    counts_.derivatives[label] += tree;
  }

  // A node of the tree, and the models below it.
  void enter(uint32_t node, uint32_t root, const RelationCounts& below) {
    const uint32_t label = of_node_[node];
    if (label == kNoLabel) return;
    if (on_path_[label]++ > 0 || above_root_[label] == root) {
      ++counts_.own[label];
    } else {
      counts_.derivatives[label] += below;
    }
  }

  void leave(uint32_t node) {
    if (const uint32_t label = of_node_[node]; label != kNoLabel) --on_path_[label];
  }

  LabelCounts take() { return std::move(counts_); }

 private:
  std::span<const uint32_t> of_node_;
  std::vector<uint32_t> on_path_;     // [label] nodes that bear it
  std::vector<uint32_t> above_root_;  // [label] the last root with an ancestor that bears it
  LabelCounts counts_;
};

class DescendantCounter {
 public:
  DescendantCounter(const Derivations& derivations, std::span<const Labels> labels,
                    uint64_t max_steps)
      : graph_(derivations.lineage.graph),
        relations_(derivations.relations),
        max_steps_(max_steps),
        below_(derivations.nodes),
        first_child_(derivations.nodes, kNone),
        next_child_(graph_.models(), kNone),
        seen_by_(derivations.nodes, kNone) {
    for (const Labels& each : labels) labels_.emplace_back(each);
    sum_forest(derivations.lineage.bases_first);
    // Roots before what hangs on them: when a root is looked at, no walk has yet added to a node of
    // its tree, and below_ there is still the sum over the forest alone.
    for (uint32_t node = graph_.models(); node < derivations.nodes; ++node) count_tree(node);
    for (const uint32_t model : derivations.lineage.bases_first) {
      const size_t bases = graph_.bases(model).size();
      if (bases > 1) walk_ancestors(model);
      if (bases != 1) count_tree(model);
    }
  }

  DescendantCounts take() {
    DescendantCounts counts;
    counts.of_node = std::move(below_);
    for (OpenLabels& labels : labels_) counts.of_labels.push_back(labels.take());
    counts.steps = steps_;
    return counts;
  }

 private:
  struct Frame {
    uint32_t node;
    uint32_t next_child;
  };

  RelationCounts with_itself(uint32_t model) const {
    RelationCounts tree = below_[model];
    ++tree[relations_[model]];
    return tree;
  }

  void sum_forest(const std::vector<uint32_t>& bases_first) {
    for (auto model = bases_first.rbegin(); model != bases_first.rend(); ++model) {
      const auto bases = graph_.bases(*model);
      if (bases.size() != 1) continue;
      const uint32_t base = bases.front();
      below_[base] += with_itself(*model);
      next_child_[*model] = first_child_[base];
      first_child_[base] = *model;
    }
  }

  void walk_ancestors(uint32_t root) {
    const RelationCounts tree = with_itself(root);
    pending_.assign(1, root);
    while (!pending_.empty()) {
      const auto bases = graph_.bases(take_pending());
      steps_ += bases.size();
      check_steps();
      check_interrupted();
      for (const uint32_t base : bases) {
        if (seen_by_[base] == root) continue;
        seen_by_[base] = root;
        below_[base] += tree;
        for (OpenLabels& labels : labels_) labels.add_above(base, root, tree);
        if (base < graph_.models()) pending_.push_back(base);
      }
    }
  }

  uint32_t take_pending() {
    const uint32_t model = pending_.back();
    pending_.pop_back();
    return model;
  }

  void check_steps() const {
    if (steps_ <= max_steps_) return;
    throw Error(ErrorKind::limit,
                "the ancestors of models with several bases are too many to walk: more than " +
                    std::to_string(max_steps_) + " steps; --skip lineage leaves them out");
  }

  // Depth first with a path of its own: chains of bases may be longer than the program's stack.
  void count_tree(uint32_t root) {
    if (labels_.empty()) return;
    enter(root, root);
    while (!path_.empty()) {
      Frame& frame = path_.back();
      const uint32_t child = frame.next_child;
      if (child == kNone) {
        for (OpenLabels& labels : labels_) labels.leave(frame.node);
        path_.pop_back();
      } else {
        frame.next_child = next_child_[child];
        enter(child, root);
      }
    }
  }

  void enter(uint32_t node, uint32_t root) {
    check_interrupted();
    for (OpenLabels& labels : labels_) labels.enter(node, root, below_[node]);
    path_.push_back({node, first_child_[node]});
  }

  const BaseGraph& graph_;
  std::span<const Relation> relations_;
  const uint64_t max_steps_;
  uint64_t steps_ = 0;
  std::vector<RelationCounts> below_;  // [node]
  std::vector<uint32_t> first_child_;  // [node] in the forest
  std::vector<uint32_t> next_child_;   // [model] with the same base
  std::vector<uint32_t> seen_by_;      // [node] the root that walked there last
  std::vector<uint32_t> pending_;
  std::vector<Frame> path_;
  std::vector<OpenLabels> labels_;
};

}  // namespace

DescendantCounts count_descendants(const Derivations& derivations, std::span<const Labels> labels,
                                   uint64_t max_steps) {
  return DescendantCounter(derivations, labels, max_steps).take();
}

DescendantCounts count_direct(const Derivations& derivations, std::span<const Labels> labels) {
  const BaseGraph& graph = derivations.lineage.graph;
  DescendantCounts counts;
  counts.of_node.resize(derivations.nodes);
  for (uint32_t model = 0; model < graph.models(); ++model) {
    for (const uint32_t base : graph.bases(model)) {
      ++counts.of_node[base][derivations.relations[model]];
    }
  }
  for (const Labels& each : labels) {
    check_interrupted();
    LabelCounts of_label{std::vector<RelationCounts>(each.count),
                         std::vector<uint32_t>(each.count)};
    std::vector<uint32_t> last_model(each.count, kNone);
    for (uint32_t model = 0; model < graph.models(); ++model) {
      for (const uint32_t base : graph.bases(model)) {
        const uint32_t label = each.of_node[base];
        if (label == kNoLabel || last_model[label] == model) continue;
        last_model[label] = model;
        ++of_label.derivatives[label][derivations.relations[model]];
        if (each.of_node[model] == label) ++of_label.own[label];
      }
    }
    counts.of_labels.push_back(std::move(of_label));
  }
  return counts;
}

int64_t descendant_bytes(const Derivations& derivations, std::span<const Labels> labels) {
  // The path may hold every node; what is pending, every model.
  const int64_t nodes = derivations.nodes;
  int64_t bytes = nodes * static_cast<int64_t>(sizeof(RelationCounts) + 6 * sizeof(uint32_t));
  for (const Labels& each : labels) {
    bytes += int64_t{each.count} *
             static_cast<int64_t>(sizeof(RelationCounts) + 3 * sizeof(uint32_t));
  }
  return bytes;
}

std::vector<uint64_t> marks_of_roots(const AcyclicGraph& lineage, std::span<const uint64_t> own) {
  const BaseGraph& graph = lineage.graph;
  std::vector<uint64_t> marks(own.begin(), own.begin() + graph.models());
  for (const uint32_t model : lineage.bases_first) {
    const auto bases = graph.bases(model);
    if (bases.empty()) continue;
    marks[model] = 0;
    for (const uint32_t base : bases) {
      marks[model] |= base < graph.models() ? marks[base] : own[base];
    }
  }
  return marks;
}

std::vector<uint32_t> depths(const AcyclicGraph& lineage) {
  const BaseGraph& graph = lineage.graph;
  std::vector<uint32_t> depth(graph.models());
  for (const uint32_t model : lineage.bases_first) {
    for (const uint32_t base : graph.bases(model)) {
      const uint32_t above = base < graph.models() ? depth[base] : 0;
      depth[model] = std::max(depth[model], above + 1);
    }
  }
  return depth;
}

}  // namespace hubcensus
