#include "host/catalog/lineage.hpp"

#include <algorithm>
#include <limits>

#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

constexpr uint32_t kUnseen = std::numeric_limits<uint32_t>::max();

// Strongly connected components after Tarjan ("Depth-first search and linear graph algorithms",
// 1972), with a stack of its own: chains of bases may be longer than the program's stack.
class Components {
 public:
  explicit Components(const BaseGraph& graph)
      : graph_(graph),
        seen_at_(graph.models(), kUnseen),
        lowest_(graph.models()),
        component_(graph.models(), kUnseen) {
    finished_.reserve(graph.models());
    for (uint32_t model = 0; model < graph.models(); ++model) {
      check_interrupted();
      if (seen_at_[model] == kUnseen) visit(model);
    }
  }

  uint32_t component(uint32_t model) const { return component_[model]; }
  // Models in order of completion: behind all models reachable from them, but for their component.
  std::vector<uint32_t> take_order() { return std::move(finished_); }

 private:
  struct Frame {
    uint32_t model;
    size_t next;  // index of the next base to look at
  };

  void enter(uint32_t model) {
    seen_at_[model] = lowest_[model] = clock_++;
    open_.push_back(model);
    path_.push_back({model, 0});
  }

  void visit(uint32_t start) {
    enter(start);
    while (!path_.empty()) {
      Frame& frame = path_.back();
      const auto bases = graph_.bases(frame.model);
      if (frame.next < bases.size()) {
        const uint32_t model = frame.model;
        const uint32_t base = bases[frame.next++];
        if (base >= graph_.models()) continue;
        if (seen_at_[base] == kUnseen) {
          enter(base);
        } else if (component_[base] == kUnseen) {
          lowest_[model] = std::min(lowest_[model], seen_at_[base]);
        }
      } else {
        leave(frame.model);
      }
    }
  }

  void leave(uint32_t model) {
    path_.pop_back();
    if (!path_.empty()) {
      uint32_t& lowest = lowest_[path_.back().model];
      lowest = std::min(lowest, lowest_[model]);
    }
    if (lowest_[model] != seen_at_[model]) return;
    uint32_t member;
    do {  // `model` closes its component: all that stands above it on the stack
      member = open_.back();
      open_.pop_back();
      component_[member] = model;
      finished_.push_back(member);
    } while (member != model);
  }

  const BaseGraph& graph_;
  uint32_t clock_ = 0;
  std::vector<uint32_t> seen_at_;
  std::vector<uint32_t> lowest_;
  std::vector<uint32_t> component_;
  std::vector<uint32_t> open_;
  std::vector<Frame> path_;
  std::vector<uint32_t> finished_;
};

}  // namespace

AcyclicGraph drop_cycles(const BaseGraph& graph) {
  Components components(graph);
  AcyclicGraph result;
  result.graph.begins.reserve(graph.begins.size());
  for (uint32_t model = 0; model < graph.models(); ++model) {
    for (const uint32_t base : graph.bases(model)) {
      if (base == model) {
        ++result.self_references;
      } else if (base < graph.models() &&
                 components.component(base) == components.component(model)) {
        ++result.cycle_edges;
      } else {
        result.graph.targets.push_back(base);
      }
    }
    result.graph.begins.push_back(result.graph.targets.size());
  }
  result.bases_first = components.take_order();
  return result;
}

std::vector<uint32_t> value_of_roots(const AcyclicGraph& lineage, std::span<const uint32_t> own,
                                     uint32_t several) {
  const BaseGraph& graph = lineage.graph;
  std::vector<uint32_t> derived(own.begin(), own.begin() + graph.models());
  for (const uint32_t model : lineage.bases_first) {
    const auto bases = graph.bases(model);
    if (bases.empty()) continue;
    const auto value = [&](uint32_t base) {
      return base < graph.models() ? derived[base] : own[base];
    };
    const uint32_t first = value(bases.front());
    const bool agree = std::all_of(bases.begin(), bases.end(),
                                   [&](uint32_t base) { return value(base) == first; });
    derived[model] = agree ? first : several;
  }
  return derived;
}

}  // namespace hubcensus
