#include "host/catalog/catalog_builder.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>

#include <algorithm>
#include <unordered_map>

#include "host/interrupt.hpp"
#include "kernels/check_sum.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

void check_counters(const std::vector<uint64_t>& counters, const char* what) {
  u128 total = 0;
  for (const uint64_t counter : counters) total += counter;
  check_sum(total, std::string("the dump's ") + what);
}

constexpr uint32_t kAhead = 16;  // rows between the one asked for and the one looked at

// The number of each model's account.
void fill_accounts(Catalog& catalog, const AccountAnnotations& annotations) {
  const uint32_t models = catalog.ids.size();
  // In bytewise order the models of an account stand together, but for those without one.
  std::vector<std::string_view> names;
  std::vector<uint32_t> run_of_model(models);
  for (uint32_t model = 0; model < models; ++model) {
    const std::string_view name = account_of(catalog.ids[model]);
    if (names.empty() || names.back() != name) names.push_back(name);
    run_of_model[model] = static_cast<uint32_t>(names.size() - 1);
  }
  check_interrupted();
  std::vector<uint32_t> numbers(names.size());
  catalog.number_accounts(names, numbers, annotations);
  catalog.account = std::move(run_of_model);
  for (uint32_t& account : catalog.account) account = numbers[account];
}

// Models that the bases of a part's rows name, by the numbers of the part; kNotFound: none.
struct BaseTargets {
  std::vector<uint32_t> of_id;
  std::vector<uint32_t> of_object_id;
};

std::vector<uint32_t> find_all(const IdIndex& index, const IdIndex& wanted) {
  std::vector<std::string_view> texts;
  texts.reserve(wanted.size());
  for (uint32_t number = 0; number < wanted.size(); ++number) texts.push_back(wanted[number]);
  std::vector<uint32_t> numbers(texts.size());
  index.find(texts, numbers);
  return numbers;
}

BaseTargets targets_of_bases(const Catalog& catalog, const DumpPart& part) {
  BaseTargets targets{find_all(catalog.ids, part.base_ids),
                      find_all(catalog.object_ids, part.base_object_ids)};
  for (uint32_t& target : targets.of_object_id) {
    if (target != kNotFound) target = catalog.model_of_object_id[target];
  }
  return targets;
}

void count_days(Catalog& catalog) {
  std::unordered_map<Day, int64_t> created_by_day;
  for (const Day born : catalog.born) ++created_by_day[born];
  for (const auto& [day, models] : created_by_day) {
    catalog.last_day_of_dump = std::max(catalog.last_day_of_dump, day);
  }
  const auto unknown = created_by_day.extract(kAlwaysBorn);
  if (!unknown.empty()) catalog.counts.models_without_created = unknown.mapped();
  catalog.created_by_day.insert(created_by_day.begin(), created_by_day.end());
}

// Derived account and country, and by them the group of each model. Fills the graph of `lineage`,
// whose missing bases are there, and the account of each node.
void fill_derived(Catalog& catalog, const BaseGraph& graph, const AccountAnnotations& annotations,
                  DumpLineage& lineage) {
  lineage.graph = drop_cycles(graph);
  catalog.counts.base_references = static_cast<int64_t>(graph.targets.size());
  catalog.counts.missing_base_references =
      std::count_if(graph.targets.begin(), graph.targets.end(),
                    [&](uint32_t target) { return target >= graph.models(); });
  catalog.counts.self_references = lineage.graph.self_references;
  catalog.counts.cycle_edges = lineage.graph.cycle_edges;

  std::vector<uint32_t>& accounts = lineage.account;
  accounts = catalog.account;
  for (uint32_t i = 0; i < lineage.missing.size(); ++i) {
    accounts.push_back(catalog.account_number(account_of(lineage.missing[i]), annotations));
  }
  std::vector<uint32_t> countries;
  countries.reserve(accounts.size());
  for (const uint32_t account : accounts) {
    countries.push_back(catalog.account_facts[account].country);
  }
  check_interrupted();
  catalog.derived_account = value_of_roots(lineage.graph, accounts, kSeveralAccounts);
  const auto derived_countries = value_of_roots(lineage.graph, countries, kSeveralCountries);

  catalog.group.reserve(catalog.models());
  for (uint32_t model = 0; model < catalog.models(); ++model) {
    check_interrupted();
    const AccountFacts facts = catalog.account_facts[catalog.account[model]];
    catalog.group.push_back(
        catalog.group_number({facts.country, static_cast<uint16_t>(derived_countries[model]),
                              facts.kind, size_class_of(catalog.parameters[model])}));
  }
}

}  // namespace

std::vector<DumpPart*> CatalogBuilder::begin_parts(size_t count) {
  std::vector<DumpPart*> begun;
  for (size_t i = 0; i < count; ++i) {
    parts_.push_back(std::make_unique<DumpPart>(with_attributes_, with_families_));
    begun.push_back(parts_.back().get());
  }
  return begun;
}

void CatalogBuilder::add(const ModelRow& row) {
  if (parts_.empty()) begin_parts(1);
  parts_.back()->add(row);
}

Catalog CatalogBuilder::build(const AccountAnnotations& annotations, DumpLineage* lineage) {
  const Order order = order_by_id(parts_);
  if (order.size() > kMaxModels) {
    throw Error(ErrorKind::limit,
                "more than " + std::to_string(kMaxModels) + " distinct models in the dump");
  }
  check_interrupted();
  Catalog catalog;
  fill_ids(catalog, order);
  fill_object_ids(catalog, order);
  fill_facts(catalog, order);
  fill_accounts(catalog, annotations);
  fill_attributes(catalog, order);
  DumpLineage of_dump;
  fill_derived(catalog, graph_of_bases(catalog, order, of_dump), annotations, of_dump);
  if (lineage != nullptr) {
    fill_lineage(order, of_dump);
    *lineage = std::move(of_dump);
  }
  for (const auto* counters : {&catalog.downloads_30_days, &catalog.downloads_all_time}) {
    check_counters(*counters, "download counters");
  }
  if (catalog.attributes) check_counters(catalog.attributes->likes, "likes");
  catalog.counts.dump_models = catalog.models();
  catalog.counts.duplicate_rows = -int64_t{catalog.models()};
  for (const auto& part : parts_) catalog.counts.duplicate_rows += part->size();
  parts_.clear();
  return catalog;
}

void CatalogBuilder::fill_ids(Catalog& catalog, const Order& order) const {
  const auto id = [&](uint32_t model) { return parts_[order[model].part]->ids[order[model].row]; };
  catalog.ids = *IdIndex::of_distinct(TextTable::gather(static_cast<uint32_t>(order.size()), id));
  for (uint32_t model = 0; model < order.size(); ++model) {
    ask_for_row(order, model + kAhead);
    const DumpPart::Row& row = row_at(order[model]);
    if (row.has_integer_id) catalog.integer_ids.insert(row.integer_id, model);
  }
}

void CatalogBuilder::fill_object_ids(Catalog& catalog, const Order& order) const {
  const auto object_id = [&](uint32_t model) {
    return parts_[order[model].part]->object_ids[order[model].row];
  };
  std::vector<uint32_t> models;
  for (uint32_t model = 0; model < order.size(); ++model) {
    if (!object_id(model).empty()) models.push_back(model);
  }
  const auto number = static_cast<uint32_t>(models.size());
  const auto text_of = [&](uint32_t i) { return object_id(models[i]); };
  if (auto distinct = IdIndex::of_distinct(TextTable::gather(number, text_of))) {
    catalog.object_ids = std::move(*distinct);
    catalog.model_of_object_id = std::move(models);
    return;
  }
  for (const uint32_t model : models) {
    // Two models of one `_id`: the first by id keeps it.
    const uint32_t known = catalog.object_ids.size();
    if (catalog.object_ids.insert(object_id(model)) == known) {
      catalog.model_of_object_id.push_back(model);
    }
  }
}

void CatalogBuilder::fill_facts(Catalog& catalog, const Order& order) const {
  catalog.born.resize(order.size());
  catalog.parameters.resize(order.size());
  catalog.downloads_30_days.resize(order.size());
  catalog.downloads_all_time.resize(order.size());
  const tbb::blocked_range<size_t> all(0, order.size());
  const auto fill = [&](const auto& range, int64_t last_modified_us) {
    check_interrupted();
    for (size_t model = range.begin(); model < range.end(); ++model) {
      ask_for_row(order, model + kAhead);
      const DumpPart::Row& row = row_at(order[model]);
      catalog.born[model] = row.created;
      catalog.parameters[model] = row.parameters;
      catalog.downloads_30_days[model] = row.downloads_30_days;
      catalog.downloads_all_time[model] = row.downloads_all_time;
      last_modified_us = std::max(last_modified_us, row.modified_us);
    }
    return last_modified_us;
  };
  const int64_t last_modified_us =
      tbb::parallel_reduce(all, DumpPart::kNeverModified, fill,
                           [](int64_t left, int64_t right) { return std::max(left, right); });
  count_days(catalog);
  if (last_modified_us != DumpPart::kNeverModified) {
    catalog.last_day_of_dump =
        std::max(catalog.last_day_of_dump, day_of_microseconds(last_modified_us));
  }
}

void CatalogBuilder::fill_attributes(Catalog& catalog, const Order& order) {
  if (!with_attributes_) return;
  ModelAttributes& all = catalog.attributes.emplace();
  std::vector<uint32_t> begins;  // [part]
  for (const auto& part : parts_) {
    begins.push_back(static_cast<uint32_t>(all.task.size()));
    all.append(*part->attributes);
    part->attributes.reset();
  }
  std::vector<uint32_t> rows;
  rows.reserve(order.size());
  for (const RowPlace place : order) rows.push_back(begins[place.part] + place.row);
  all.permute(rows);
}

BaseGraph CatalogBuilder::graph_of_bases(const Catalog& catalog, const Order& order,
                                         DumpLineage& lineage) const {
  std::vector<BaseTargets> targets_of_part(parts_.size());
  tbb::parallel_for(size_t{0}, parts_.size(), [&](size_t part) {
    targets_of_part[part] = targets_of_bases(catalog, *parts_[part]);
  });
  const uint32_t models = catalog.ids.size();
  // kNotFound: neither the dump nor the reference gives the base an id.
  const auto target_of = [&](uint32_t part, const DumpPart::Base& base) -> uint32_t {
    BaseTargets& targets = targets_of_part[part];
    const uint32_t known = targets.of_object_id[base.object_id];
    if (known != kNotFound) return known;
    uint32_t& target = targets.of_id[base.id];
    const std::string_view id = parts_[part]->base_ids[base.id];
    if (target == kNotFound && !id.empty()) target = models + lineage.missing.insert(id);
    return target;
  };
  BaseGraph graph;
  graph.begins.reserve(size_t{models} + 1);
  std::vector<uint32_t> targets;
  for (uint32_t model = 0; model < models; ++model) {
    check_interrupted();
    ask_for_row(order, model + kAhead);
    const RowPlace place = order[model];
    const DumpPart::Row& row = row_at(place);
    targets.clear();
    for (size_t i = 0; i < row.base_count; ++i) {
      const uint32_t target = target_of(place.part, parts_[place.part]->bases[row.first_base + i]);
      if (target != kNotFound) targets.push_back(target);
    }
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    graph.targets.insert(graph.targets.end(), targets.begin(), targets.end());
    graph.begins.push_back(graph.targets.size());
    lineage.models_with_bases += targets.empty() ? 0 : 1;
  }
  return graph;
}

void CatalogBuilder::fill_lineage(const Order& order, DumpLineage& lineage) const {
  for (const RowPlace place : order) {
    lineage.relation.push_back(row_at(place).relation);
    lineage.tag_families.push_back(with_families_ ? parts_[place.part]->tag_families[place.row]
                                                  : 0);
  }
}

}  // namespace hubcensus
