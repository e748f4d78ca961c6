// A small Hub of models with downloads by age, and the findings that the tables by age are made of.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "host/catalog/catalog_builder.hpp"
#include "host/statistics/findings.hpp"
#include "tests/unit/record_batch.hpp"

namespace hubcensus {

class AgedHub {
 public:
  static constexpr Day kFirst = 19'000;  // of the records
  static constexpr Day kLast = kFirst + 999;

  // Downloads by age in days, added up.
  void add(const std::string& id, std::optional<Day> created, uint64_t parameters,
           std::vector<std::pair<int, uint64_t>> downloads) {
    models_.push_back({id, created, parameters, std::move(downloads)});
  }

  // Behind models that join: the dump's numbers are not those of the fold.
  Findings findings() {
    Findings findings;
    catalog_ = build();
    const std::vector<Day> born = catalog_.born;
    const uint32_t joined = catalog_.join("b/joined", KeyKind::id, annotations_);
    FoldPlan plan;
    plan.age = true;
    plan.weeks = true;
    plan.born = born;
    const auto fold = backend_->start_fold(plan, budget_);
    add_records(*fold, std::vector<Record>{{joined, kFirst, 7}, {joined, kLast, 7'000'000}});
    for (const Model& model : models_) {
      for (const auto& [age, downloads] : model.downloads) {
        const auto day = static_cast<uint16_t>(model.created.value_or(kFirst) + age);
        add_records(*fold, std::vector<Record>{{catalog_.ids.find(model.id), day, downloads}});
      }
    }
    const Tally tally = fold->finish();
    const std::vector<uint32_t> renumbering = catalog_.renumber();
    findings.catalog = &catalog_;
    findings.adoption = measure_adoption(catalog_, tally, renumbering);
    findings.engagement = measure_engagement(catalog_, tally, renumbering);
    return findings;
  }

 private:
  struct Model {
    std::string id;
    std::optional<Day> created;
    uint64_t parameters;
    std::vector<std::pair<int, uint64_t>> downloads;
  };

  Catalog build() const {
    CatalogBuilder builder;
    for (const Model& model : models_) {
      ModelRow row;
      row.id = model.id;
      row.created = model.created;
      row.safetensors_total = model.parameters;
      builder.add(row);
    }
    return builder.build(annotations_);
  }

  AccountAnnotations annotations_ = {{"corp", {AccountKind::industry, "US", "", std::nullopt}}};
  std::unique_ptr<Backend> backend_ = make_cpu_backend();
  MemoryBudget budget_{int64_t{1} << 30};
  std::vector<Model> models_;
  Catalog catalog_;
};

}  // namespace hubcensus
