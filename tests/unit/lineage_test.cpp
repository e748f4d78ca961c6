#include "host/catalog/lineage.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <set>

namespace hubcensus {
namespace {

constexpr uint32_t kSeveral = 999;

using Bases = std::vector<std::vector<uint32_t>>;  // [model] its bases

BaseGraph graph_of(const Bases& bases) {
  BaseGraph graph;
  for (const auto& of_model : bases) {
    graph.targets.insert(graph.targets.end(), of_model.begin(), of_model.end());
    graph.begins.push_back(graph.targets.size());
  }
  return graph;
}

Bases bases_of(const BaseGraph& graph) {
  Bases bases;
  for (uint32_t model = 0; model < graph.models(); ++model) {
    const auto of_model = graph.bases(model);
    bases.emplace_back(of_model.begin(), of_model.end());
  }
  return bases;
}

void expect_bases_first(const AcyclicGraph& lineage) {
  const BaseGraph& graph = lineage.graph;
  std::vector<size_t> place(graph.models(), graph.models());
  ASSERT_EQ(lineage.bases_first.size(), graph.models());
  for (size_t i = 0; i < place.size(); ++i) place.at(lineage.bases_first[i]) = i;
  for (uint32_t model = 0; model < graph.models(); ++model) {
    ASSERT_LT(place[model], graph.models()) << "model " << model << " is left out";
    for (const uint32_t base : graph.bases(model)) {
      if (base >= graph.models()) continue;
      EXPECT_LT(place[base], place[model]) << base << " of " << model;
    }
  }
}

struct Expected {
  Bases bases;  // that are left
  int64_t self_references = 0;
  int64_t cycle_edges = 0;
  std::vector<uint32_t> values;  // of the roots, where own value = number of model
};

void expect_lineage(const Bases& bases, const std::vector<uint32_t>& own,
                    const Expected& expected) {
  const AcyclicGraph lineage = drop_cycles(graph_of(bases));
  EXPECT_EQ(bases_of(lineage.graph), expected.bases);
  EXPECT_EQ(lineage.self_references, expected.self_references);
  EXPECT_EQ(lineage.cycle_edges, expected.cycle_edges);
  expect_bases_first(lineage);
  EXPECT_EQ(value_of_roots(lineage, own, kSeveral), expected.values);
}

TEST(Lineage, NoModels) { expect_lineage({}, {}, {}); }

TEST(Lineage, AChainHasTheValueOfItsRoot) {
  const Bases bases = {{1}, {2}, {}, {}};
  expect_lineage(bases, {10, 11, 12, 13}, {bases, 0, 0, {12, 12, 12, 13}});
}

TEST(Lineage, ADiamondHasOneRoot) {
  const Bases bases = {{}, {0}, {0}, {1, 2}};
  expect_lineage(bases, {10, 11, 12, 13}, {bases, 0, 0, {10, 10, 10, 10}});
}

TEST(Lineage, AMergeOfTwoAccountsIsSeveralAndAbsorbs) {
  const Bases bases = {{}, {}, {0, 1}, {2}, {3, 0}, {6}, {}};
  expect_lineage(bases, {10, 11, 12, 13, 14, 15, 10},
                 {bases, 0, 0, {10, 11, kSeveral, kSeveral, kSeveral, 10, 10}});
}

TEST(Lineage, AMergeWithinOneAccountKeepsIt) {
  const Bases bases = {{}, {}, {0, 1}};
  expect_lineage(bases, {10, 10, 12}, {bases, 0, 0, {10, 10, 10}});
}

TEST(Lineage, ASelfReferenceIsDropped) {
  expect_lineage({{0}, {1, 0}}, {10, 11}, {{{}, {0}}, 2, 0, {10, 10}});
}

TEST(Lineage, ACycleOfTwoFallsApart) {
  expect_lineage({{1}, {0}, {0}}, {10, 11, 12}, {{{}, {}, {0}}, 0, 2, {10, 11, 10}});
}

TEST(Lineage, ACycleKeepsItsExit) {
  // 0 -> 1 -> 2 -> 0, and 1 -> 3 leads out.
  expect_lineage({{1}, {2, 3}, {0}, {}}, {10, 11, 12, 13},
                 {{{}, {3}, {}, {}}, 0, 3, {10, 13, 12, 13}});
}

TEST(Lineage, AChordInsideACycleIsDroppedToo) {
  expect_lineage({{1, 2}, {2}, {0}}, {10, 11, 12}, {{{}, {}, {}}, 0, 4, {10, 11, 12}});
}

TEST(Lineage, MissingBasesAreRoots) {
  // Two models; 2 and 3 are not in the dump.
  const Bases bases = {{2}, {0, 3}};
  expect_lineage(bases, {10, 11, 20, 21}, {bases, 0, 0, {20, kSeveral}});
  expect_lineage(bases, {10, 11, 20, 20}, {bases, 0, 0, {20, 20}});
}

TEST(Lineage, LongChainsNeedNoStack) {
  constexpr uint32_t kModels = 200'000;
  std::vector<uint32_t> own(kModels);
  std::iota(own.begin(), own.end(), uint32_t{kSeveral + 1});
  for (const bool forwards : {true, false}) {
    Bases bases(kModels);
    for (uint32_t model = 1; model < kModels; ++model) {
      const uint32_t from = forwards ? model : model - 1;
      const uint32_t to = forwards ? model - 1 : model;
      bases[from] = {to};
    }
    const AcyclicGraph lineage = drop_cycles(graph_of(bases));
    expect_bases_first(lineage);
    EXPECT_EQ(value_of_roots(lineage, own, kSeveral),
              std::vector<uint32_t>(kModels, forwards ? own.front() : own.back()));
    bases[forwards ? 0 : kModels - 1] = {forwards ? kModels - 1 : 0};  // close the ring
    EXPECT_EQ(drop_cycles(graph_of(bases)).cycle_edges, int64_t{kModels});
  }
}

// Reachability by Warshall; an edge is inside a component where its end leads back.
Expected brute_force(const Bases& bases, const std::vector<uint32_t>& own) {
  const size_t models = bases.size();
  const auto closure = [&](const Bases& edges) {
    std::vector<std::vector<bool>> reaches(models, std::vector<bool>(own.size()));
    for (size_t from = 0; from < models; ++from) {
      for (const uint32_t to : edges[from]) reaches[from][to] = true;
    }
    for (size_t by = 0; by < models; ++by) {
      for (size_t from = 0; from < models; ++from) {
        for (size_t to = 0; to < own.size(); ++to) {
          if (reaches[from][by] && reaches[by][to]) reaches[from][to] = true;
        }
      }
    }
    return reaches;
  };
  const auto reaches = closure(bases);
  Expected expected{Bases(models), 0, 0, {}};
  for (uint32_t from = 0; from < models; ++from) {
    for (const uint32_t to : bases[from]) {
      if (to == from) {
        ++expected.self_references;
      } else if (to < models && reaches[to][from]) {
        ++expected.cycle_edges;
      } else {
        expected.bases[from].push_back(to);
      }
    }
  }
  const auto left = closure(expected.bases);
  for (uint32_t model = 0; model < models; ++model) {
    std::set<uint32_t> values;
    if (expected.bases[model].empty()) values.insert(own[model]);
    for (uint32_t root = 0; root < own.size(); ++root) {
      const bool is_root = root >= models || expected.bases[root].empty();
      if (is_root && left[model][root]) values.insert(own[root]);
    }
    expected.values.push_back(values.size() == 1 ? *values.begin() : kSeveral);
  }
  return expected;
}

TEST(Lineage, RandomGraphsMatchReachability) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE(round);
    const uint32_t models = 1 + static_cast<uint32_t>(random() % 12);
    const uint32_t missing = static_cast<uint32_t>(random() % 3);
    Bases bases(models);
    for (auto& of_model : bases) {
      std::set<uint32_t> distinct;
      for (uint64_t edges = random() % 3; edges > 0; --edges) {
        distinct.insert(static_cast<uint32_t>(random() % (models + missing)));
      }
      of_model.assign(distinct.begin(), distinct.end());
    }
    std::vector<uint32_t> own(models + missing);
    for (uint32_t& value : own) value = static_cast<uint32_t>(random() % 3);
    expect_lineage(bases, own, brute_force(bases, own));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace hubcensus
