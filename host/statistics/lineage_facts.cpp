#include "host/statistics/lineage_facts.hpp"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

// The first `count` of those that `is_listed`, in the order of `before`.
template <typename IsListed, typename Before>
std::vector<uint32_t> first_of(size_t size, size_t count, IsListed is_listed, Before before) {
  std::vector<uint32_t> listed;
  for (uint32_t i = 0; i < size; ++i) {
    if (is_listed(i)) listed.push_back(i);
  }
  const auto end = listed.begin() + static_cast<ptrdiff_t>(std::min(count, listed.size()));
  std::partial_sort(listed.begin(), end, listed.end(), before);
  listed.erase(end, listed.end());
  return listed;
}

class LineageCensus {
 public:
  LineageCensus(const Catalog& catalog, const DumpLineage& lineage)
      : catalog_(catalog),
        lineage_(lineage),
        graph_(lineage.graph.graph),
        models_(graph_.models()) {
    for (const uint32_t account : lineage.account) {
      company_.push_back(catalog.account_facts[account].parent);
    }
    labels_ = {{lineage.account, catalog.accounts.size()}, {company_, catalog.parents.size()}};
  }

  LineageFacts take(MemoryBudget& budget) {
    const int64_t bytes = lineage_.bytes() + descendant_bytes(derivations(), labels_) +
                          int64_t{lineage_.nodes()} * kBytesPerNode;
    budget.take(bytes, "the lineage");
    direct_ = count_direct(derivations(), labels_);
    check_interrupted();
    below_ = count_descendants(derivations(), labels_);
    check_interrupted();
    add_days_and_years();
    check_interrupted();
    list_models();
    const auto account_name = [&](uint32_t label) { return catalog_.accounts[label]; };
    facts_.accounts = list_owners(0, account_name);
    for (BaseOwner& owner : facts_.accounts) owner.account = catalog_.accounts.find(owner.name);
    facts_.companies = list_owners(1, [&](uint32_t label) { return catalog_.parents[label]; });
    check_interrupted();
    add_families();
    check_interrupted();
    add_depths();
    describe_graph();
    budget.give_back(bytes);
    return std::move(facts_);
  }

 private:
  // Beside the counts of descendants: the direct ones, companies, marks of families and depths.
  static constexpr int64_t kBytesPerNode = 20 + 4 + 3 * 8 + 4;

  Derivations derivations() const { return {lineage_.graph, lineage_.relation, lineage_.nodes()}; }

  bool is_derivative(uint32_t model) const { return !graph_.bases(model).empty(); }

  std::string_view id_of(uint32_t node) const {
    return node < models_ ? catalog_.ids[node] : lineage_.missing[node - models_];
  }

  void list_models() {
    const auto& counts = below_.of_node;
    const auto listed = first_of(
        counts.size(), kListedHolders, [&](uint32_t node) { return counts[node].total() > 0; },
        [&](uint32_t left, uint32_t right) {
          const uint32_t of_left = counts[left].total();
          const uint32_t of_right = counts[right].total();
          return of_left != of_right ? of_left > of_right : id_of(left) < id_of(right);
        });
    for (const uint32_t node : listed) {
      const bool in_dump = node < models_;
      facts_.models.push_back({std::string(id_of(node)),
                               lineage_.account[node],
                               !in_dump || !is_derivative(node),
                               in_dump,
                               {direct_.of_node[node], counts[node]}});
    }
  }

  template <typename Name>
  std::vector<BaseOwner> list_owners(size_t labels, Name name) const {
    const LabelCounts& direct = direct_.of_labels[labels];
    const LabelCounts& below = below_.of_labels[labels];
    const auto& counts = below.derivatives;
    const auto listed = first_of(
        counts.size(), kListedHolders, [&](uint32_t label) { return counts[label].total() > 0; },
        [&](uint32_t left, uint32_t right) {
          const uint32_t of_left = counts[left].total();
          const uint32_t of_right = counts[right].total();
          return of_left != of_right ? of_left > of_right : name(left) < name(right);
        });
    std::vector<BaseOwner> owners;
    for (const uint32_t label : listed) {
      owners.push_back({std::string(name(label)),
                        kNotFound,
                        {direct.derivatives[label], counts[label]},
                        direct.own[label],
                        below.own[label]});
    }
    return owners;
  }

  void add_families() {
    std::vector<uint64_t> named;
    named.reserve(lineage_.nodes());
    for (uint32_t node = 0; node < lineage_.nodes(); ++node) {
      check_interrupted();
      named.push_back(families_of_id(id_of(node)));
    }
    const std::vector<uint64_t> roots = marks_of_roots(lineage_.graph, named);
    for (uint32_t model = 0; model < models_; ++model) {
      add_to_families(model, named[model], roots[model], direct_roots(model, named));
    }
    for (uint32_t node = models_; node < lineage_.nodes(); ++node) {
      for_each(named[node], [](FamilyFacts& family) { ++family.roots; });
    }
  }

  // The families of which the model is made from a root without another model in between.
  uint64_t direct_roots(uint32_t model, const std::vector<uint64_t>& named) const {
    uint64_t families = 0;
    for (const uint32_t base : graph_.bases(model)) {
      if (base >= models_ || !is_derivative(base)) families |= named[base];
    }
    return families;
  }

  void add_to_families(uint32_t model, uint64_t named, uint64_t roots, uint64_t direct) {
    const Relation relation = lineage_.relation[model];
    const uint64_t tagged = lineage_.tag_families[model];
    const uint64_t below = is_derivative(model) ? roots : 0;
    if (!is_derivative(model)) {
      for_each(named, [](FamilyFacts& family) {
        ++family.roots;
        ++family.roots_in_dump;
      });
    }
    for_each(direct, [&](FamilyFacts& family) { ++family.derivatives.direct[relation]; });
    for_each(below, [&](FamilyFacts& family) { ++family.derivatives.descendants[relation]; });
    const uint64_t of_lineage = roots;  // its own where it has no base
    for_each(named & ~of_lineage, [](FamilyFacts& family) { ++family.named_only; });
    for_each(tagged & ~named & ~of_lineage, [](FamilyFacts& family) { ++family.tagged_only; });
    for_each(named | tagged, [](FamilyFacts& family) { ++family.named_or_tagged; });
  }

  template <typename Add>
  void for_each(uint64_t families, Add add) {
    for (; families != 0; families &= families - 1) {
      add(facts_.families[static_cast<size_t>(std::countr_zero(families))]);
    }
  }

  void add_days_and_years() {
    std::map<int32_t, std::vector<uint32_t>> derivatives_of_year;
    std::unordered_map<Day, DayOfCreation> by_day;  // days come in no order
    for (uint32_t model = 0; model < models_; ++model) {
      const Day born = catalog_.born[model];
      DayOfCreation& day = by_day[born];
      ++day.models;
      if (!is_derivative(model)) continue;
      ++facts_.derivatives;
      ++day.derivatives[lineage_.relation[model]];
      const int32_t year = born == kAlwaysBorn ? kUnknownYear : period_of(Grain::year, born);
      derivatives_of_year[year].push_back(model);
    }
    facts_.by_day.insert(by_day.begin(), by_day.end());
    std::vector<YearOfBases::Account> counts(catalog_.accounts.size());
    for (const auto& [year, models] : derivatives_of_year) {
      facts_.by_year[year] = year_of_bases(models, counts);
    }
  }

  // `counts` by account, all zero; so are they left.
  YearOfBases year_of_bases(const std::vector<uint32_t>& models,
                            std::vector<YearOfBases::Account>& counts) const {
    std::vector<uint32_t> accounts;
    for (const uint32_t model : models) {
      for (const uint32_t account : base_accounts(model)) {
        if (counts[account].derivatives++ == 0) accounts.push_back(account);
        counts[account].own += catalog_.account[model] == account ? 1 : 0;
      }
    }
    const auto listed = first_of(
        accounts.size(), kListedBaseAccounts, [](uint32_t) { return true; },
        [&](uint32_t left, uint32_t right) {
          const auto& of_left = counts[accounts[left]];
          const auto& of_right = counts[accounts[right]];
          if (of_left.derivatives != of_right.derivatives) {
            return of_left.derivatives > of_right.derivatives;
          }
          return catalog_.accounts[accounts[left]] < catalog_.accounts[accounts[right]];
        });
    YearOfBases year;
    year.derivatives = models.size();
    for (const uint32_t i : listed) {
      const uint32_t account = accounts[i];
      year.accounts.push_back({account, counts[account].derivatives, counts[account].own});
    }
    for (const uint32_t account : accounts) counts[account] = {};
    for (const YearOfBases::Account& each : year.accounts) counts[each.account].derivatives = 1;
    for (const uint32_t model : models) {
      const auto of_model = base_accounts(model);
      year.others += std::none_of(of_model.begin(), of_model.end(),
                                  [&](uint32_t each) { return counts[each].derivatives > 0; })
                         ? 1
                         : 0;
    }
    for (const YearOfBases::Account& each : year.accounts) counts[each.account] = {};
    return year;
  }

  // Distinct.
  const std::vector<uint32_t>& base_accounts(uint32_t model) const {
    base_accounts_.clear();
    for (const uint32_t base : graph_.bases(model)) {
      base_accounts_.push_back(lineage_.account[base]);
    }
    std::sort(base_accounts_.begin(), base_accounts_.end());
    base_accounts_.erase(std::unique(base_accounts_.begin(), base_accounts_.end()),
                         base_accounts_.end());
    return base_accounts_;
  }

  void add_depths() {
    for (const uint32_t depth : depths(lineage_.graph)) {
      ++facts_.by_depth[std::min(depth, kDeepest)];
      longest_chain_ = std::max(longest_chain_, depth);
    }
  }

  void describe_graph() {
    uint64_t several_bases = 0;
    uint64_t merges = 0;
    uint64_t merges_of_several = 0;
    for (uint32_t model = 0; model < models_; ++model) {
      several_bases += graph_.bases(model).size() > 1 ? 1 : 0;
      if (lineage_.relation[model] != Relation::merge || !is_derivative(model)) continue;
      ++merges;
      merges_of_several += catalog_.derived_account[model] == kSeveralAccounts ? 1 : 0;
    }
    const auto add = [&](const char* name, uint64_t count) {
      facts_.graph.emplace_back(name, count);
    };
    const CatalogCounts& counts = catalog_.counts;
    add("derivatives", facts_.derivatives);
    add("edges_in_cycles_dropped", static_cast<uint64_t>(counts.cycle_edges));
    add("longest_chain", longest_chain_);
    add("merges", merges);
    add("merges_of_several_accounts", merges_of_several);
    add("missing_bases", lineage_.missing.size());
    add("missing_references", static_cast<uint64_t>(counts.missing_base_references));
    add("models", models_);
    add("models_with_references", static_cast<uint64_t>(lineage_.models_with_bases));
    add("models_with_several_bases", several_bases);
    add("references", static_cast<uint64_t>(counts.base_references));
    add("self_references_dropped", static_cast<uint64_t>(counts.self_references));
    add("steps", below_.steps);
    add("steps_allowed", kMaxLineageSteps);
  }

  const Catalog& catalog_;
  const DumpLineage& lineage_;
  const BaseGraph& graph_;
  const uint32_t models_;
  std::vector<uint32_t> company_;  // [node]
  std::vector<Labels> labels_;     // accounts, companies
  DescendantCounts direct_;
  DescendantCounts below_;
  uint32_t longest_chain_ = 0;
  LineageFacts facts_;
  mutable std::vector<uint32_t> base_accounts_;
};

}  // namespace

LineageFacts lineage_facts(const Catalog& catalog, const DumpLineage& lineage,
                           MemoryBudget& budget) {
  return LineageCensus(catalog, lineage).take(budget);
}

}  // namespace hubcensus
