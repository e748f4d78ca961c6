#include "host/catalog/descendants.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

using Bases = std::vector<std::vector<uint32_t>>;  // [model] its bases

struct Dag {
  AcyclicGraph lineage;
  std::vector<Relation> relations;
  uint32_t nodes = 0;

  Derivations derivations() const { return {lineage, relations, nodes}; }
};

Dag dag_of(const Bases& bases, uint32_t nodes) {
  BaseGraph graph;
  Dag dag;
  for (const auto& of_model : bases) {
    graph.targets.insert(graph.targets.end(), of_model.begin(), of_model.end());
    graph.begins.push_back(graph.targets.size());
    dag.relations.push_back(static_cast<Relation>(dag.relations.size() % kRelations));
  }
  dag.lineage = drop_cycles(graph);
  dag.nodes = nodes;
  return dag;
}

std::vector<uint32_t> totals(const std::vector<RelationCounts>& counts) {
  std::vector<uint32_t> sums;
  for (const RelationCounts& each : counts) sums.push_back(each.total());
  return sums;
}

// All ancestors of each model, by definition.
std::vector<std::set<uint32_t>> ancestors_of(const AcyclicGraph& lineage) {
  const BaseGraph& graph = lineage.graph;
  std::vector<std::set<uint32_t>> ancestors(graph.models());
  for (const uint32_t model : lineage.bases_first) {
    for (const uint32_t base : graph.bases(model)) {
      ancestors[model].insert(base);
      if (base < graph.models()) ancestors[model].merge(std::set<uint32_t>(ancestors[base]));
    }
  }
  return ancestors;
}

// Steps of the walks, by definition.
uint64_t steps_of(const BaseGraph& graph, const std::vector<std::set<uint32_t>>& ancestors) {
  uint64_t steps = 0;
  for (uint32_t model = 0; model < graph.models(); ++model) {
    if (graph.bases(model).size() < 2) continue;
    steps += graph.bases(model).size();
    for (const uint32_t above : ancestors[model]) {
      if (above < graph.models()) steps += graph.bases(above).size();
    }
  }
  return steps;
}

void expect_counts(const Dag& dag, const Labels& labels, const DescendantCounts& counts,
                   const std::vector<std::set<uint32_t>>& above) {
  std::vector<RelationCounts> of_node(dag.nodes);
  std::vector<RelationCounts> of_label(labels.count);
  std::vector<uint32_t> own(labels.count);
  for (uint32_t model = 0; model < above.size(); ++model) {
    std::set<uint32_t> of_model;
    for (const uint32_t node : above[model]) {
      ++of_node[node][dag.relations[model]];
      if (labels.of_node[node] != kNoLabel) of_model.insert(labels.of_node[node]);
    }
    for (const uint32_t label : of_model) {
      ++of_label[label][dag.relations[model]];
      if (labels.of_node[model] == label) ++own[label];
    }
  }
  EXPECT_EQ(counts.of_node, of_node);
  ASSERT_EQ(counts.of_labels.size(), 1U);
  EXPECT_EQ(counts.of_labels[0].derivatives, of_label);
  EXPECT_EQ(counts.of_labels[0].own, own);
}

void expect_like_brute_force(const Dag& dag, const Labels& labels) {
  const BaseGraph& graph = dag.lineage.graph;
  const auto ancestors = ancestors_of(dag.lineage);
  const auto counts = count_descendants(dag.derivations(), {&labels, 1});
  expect_counts(dag, labels, counts, ancestors);
  EXPECT_EQ(counts.steps, steps_of(graph, ancestors));
  std::vector<std::set<uint32_t>> bases(graph.models());
  for (uint32_t model = 0; model < graph.models(); ++model) {
    bases[model] = {graph.bases(model).begin(), graph.bases(model).end()};
  }
  expect_counts(dag, labels, count_direct(dag.derivations(), {&labels, 1}), bases);
}

TEST(Descendants, NoModels) {
  const Dag dag = dag_of({}, 0);
  const Labels labels{{}, 0};
  const auto counts = count_descendants(dag.derivations(), {&labels, 1});
  EXPECT_TRUE(counts.of_node.empty());
  EXPECT_EQ(counts.steps, 0U);
}

TEST(Descendants, ADiamondCountsOnce) {
  // 1 and 2 are made from 0, 3 merges them, 4 is made from 3; 5 is missing and 2's other base.
  const Dag dag = dag_of({{}, {0}, {0, 5}, {1, 2}, {3}}, 6);
  const std::vector<uint32_t> accounts = {0, 1, 1, 0, 1, 2};
  const Labels labels{accounts, 3};
  const auto counts = count_descendants(dag.derivations(), {&labels, 1});
  EXPECT_EQ(totals(counts.of_node), (std::vector<uint32_t>{4, 2, 2, 1, 0, 3}));
  EXPECT_EQ(counts.of_node[0].counts, (std::array<uint32_t, 5>{0, 1, 1, 1, 1}));
  // Account 0 has models 1 to 4 below it; account 1 has 3 and 4, as 1 and 2 stand on others alone.
  EXPECT_EQ(totals(counts.of_labels[0].derivatives), (std::vector<uint32_t>{4, 2, 3}));
  EXPECT_EQ(counts.of_labels[0].own, (std::vector<uint32_t>{1, 1, 0}));
  EXPECT_EQ(counts.steps, 2U + (2 + 1 + 2));
}

TEST(Descendants, DirectCountsAModelOnceForALabel) {
  const Dag dag = dag_of({{}, {}, {0, 1}}, 3);
  const std::vector<uint32_t> accounts = {0, 0, 0};
  const Labels labels{accounts, 1};
  const auto counts = count_direct(dag.derivations(), {&labels, 1});
  EXPECT_EQ(totals(counts.of_node), (std::vector<uint32_t>{1, 1, 0}));
  EXPECT_EQ(totals(counts.of_labels[0].derivatives), (std::vector<uint32_t>{1}));
  EXPECT_EQ(counts.of_labels[0].own, (std::vector<uint32_t>{1}));
}

TEST(Descendants, RandomGraphsAreLikeBruteForce) {
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const uint32_t models = 1 + random() % 60;
    const uint32_t nodes = models + random() % 6;
    const uint32_t label_count = 1 + random() % 8;
    const uint32_t percent = random() % 101;
    Bases bases(models);
    for (uint32_t model = 0; model < models; ++model) {
      std::set<uint32_t> chosen;
      const uint32_t wanted = random() % 100 < percent ? random() % 4 : random() % 2;
      for (uint32_t i = 0; i < wanted; ++i) {
        const bool is_older = random() % 20 != 0;  // else of any age, itself too: cycles
        chosen.insert(is_older && random() % 8 != 0 ? random() % (model + 1) : random() % nodes);
      }
      bases[model].assign(chosen.begin(), chosen.end());
    }
    std::vector<uint32_t> of_node(nodes);
    for (uint32_t& label : of_node) label = random() % 9 == 0 ? kNoLabel : random() % label_count;
    SCOPED_TRACE(seed);
    expect_like_brute_force(dag_of(bases, nodes), {of_node, label_count});
    if (HasFailure()) return;
  }
}

// Depth, descendants and labels of a chain, whichever end has number 0.
TEST(Descendants, AChainOfAMillionNeedsNoStack) {
  constexpr uint32_t kModels = 1'000'000;
  for (const bool forwards : {true, false}) {
    const auto place = [&](uint32_t i) { return forwards ? i : kModels - 1 - i; };
    Bases bases(kModels);
    for (uint32_t i = 1; i < kModels; ++i) bases[place(i)] = {place(i - 1)};
    bases[place(kModels - 1)].push_back(kModels);  // the last merges a missing base
    std::vector<uint32_t> of_node(kModels + 1);
    for (uint32_t i = 0; i <= kModels; ++i) of_node[i] = i % 2;
    const Dag dag = dag_of(bases, kModels + 1);
    const Labels labels{of_node, 2};
    const auto counts = count_descendants(dag.derivations(), {&labels, 1});
    EXPECT_EQ(counts.of_node[place(0)].total(), kModels - 1);
    EXPECT_EQ(counts.of_node[place(kModels - 2)].total(), 1U);
    EXPECT_EQ(counts.of_node[place(kModels - 1)].total(), 0U);
    EXPECT_EQ(counts.of_node[kModels].total(), 1U);
    const uint32_t first = of_node[place(0)];
    EXPECT_EQ(counts.of_labels[0].derivatives[first].total(), kModels - 1);
    EXPECT_EQ(counts.of_labels[0].derivatives[1 - first].total(), kModels - 2);
    EXPECT_EQ(counts.of_labels[0].own[first], kModels / 2 - 1);
    EXPECT_EQ(counts.steps, kModels);
    EXPECT_EQ(depths(dag.lineage)[place(kModels - 1)], kModels - 1);
    EXPECT_EQ(marks_of_roots(dag.lineage, std::vector<uint64_t>(kModels + 1, 4))[place(1)], 4U);
  }
}

TEST(Descendants, StepsBeyondTheBudgetAreAnError) {
  const Dag dag = dag_of({{}, {0}, {0, 1}}, 3);
  EXPECT_EQ(count_descendants(dag.derivations(), {}, 3).steps, 3U);
  const std::string message = error_message(
      ErrorKind::limit, [&] { count_descendants(dag.derivations(), {}, 2); });
  EXPECT_NE(message.find("more than 2 steps"), std::string::npos) << message;
}

TEST(Descendants, MarksAreThoseOfAllRoots) {
  // 0 and the missing 5 are roots; 3 stands on both, 4 on 3; 1 is a root with a mark of no other.
  const Dag dag = dag_of({{}, {}, {0}, {2, 5}, {3, 1}}, 6);
  const std::vector<uint64_t> own = {1, 2, 64, 128, 256, 8};
  EXPECT_EQ(marks_of_roots(dag.lineage, own), (std::vector<uint64_t>{1, 2, 1, 9, 11}));
}

TEST(Descendants, DepthIsTheLongestChain) {
  const Dag dag = dag_of({{}, {0}, {0, 1}, {5}, {2, 3}}, 6);
  EXPECT_EQ(depths(dag.lineage), (std::vector<uint32_t>{0, 1, 2, 1, 3}));
}

}  // namespace
}  // namespace hubcensus
