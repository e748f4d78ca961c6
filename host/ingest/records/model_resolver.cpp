#include "host/ingest/records/model_resolver.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace hubcensus {

ModelResolver::ModelResolver(Catalog& catalog, const AccountAnnotations& annotations, KeyKind kind,
                             bool strict, MemoryBudget& budget)
    : catalog_(catalog),
      annotations_(annotations),
      kind_(kind),
      strict_(strict),
      budget_(budget),
      size_class_(budget, "size class of each model") {
  for (uint32_t model = 0; model < catalog.models(); ++model) publish(model);
}

void ModelResolver::publish(uint32_t model) {
  const uint32_t group = catalog_.group[model];
  size_class_.set(model, static_cast<uint8_t>(catalog_.groups[group].size_class));
}

void ModelResolver::resolve(std::span<const std::string_view> keys, std::span<uint32_t> models) {
  if (kind_ == KeyKind::object_id) {
    catalog_.object_ids.find(keys, models);
    for (uint32_t& model : models) {
      if (model != kNotFound) model = catalog_.model_of_object_id[model];
    }
  } else {
    catalog_.ids.find(keys, models);
  }
  if (!strict_) resolve_strangers(keys, models);
}

void ModelResolver::resolve(std::span<const int64_t> keys, std::span<uint32_t> models) {
  std::vector<std::string> strangers;
  std::vector<size_t> rows;
  for (size_t i = 0; i < keys.size(); ++i) {
    models[i] = catalog_.integer_ids.find(keys[i]);
    if (models[i] != kNotFound || strict_) continue;
    strangers.push_back(std::to_string(keys[i]));
    rows.push_back(i);
  }
  if (rows.empty()) return;
  const std::vector<std::string_view> texts(strangers.begin(), strangers.end());
  std::vector<uint32_t> joined(rows.size(), kNotFound);
  resolve_strangers(texts, joined);
  for (size_t i = 0; i < rows.size(); ++i) models[rows[i]] = joined[i];
}

void ModelResolver::resolve_strangers(std::span<const std::string_view> keys,
                                      std::span<uint32_t> models) {
  if (std::find(models.begin(), models.end(), kNotFound) == models.end()) return;
  bool complete = true;
  {
    const std::shared_lock lock(mutex_);
    for (size_t i = 0; i < keys.size(); ++i) {
      if (models[i] == kNotFound) models[i] = catalog_.find_joined(keys[i]);
      complete = complete && models[i] != kNotFound;
    }
  }
  if (complete) return;
  const std::unique_lock lock(mutex_);
  for (size_t i = 0; i < keys.size(); ++i) {
    if (models[i] != kNotFound) continue;
    models[i] = catalog_.find_joined(keys[i]);  // this batch or another thread may have been first
    if (models[i] != kNotFound) continue;
    // Its columns, slot and text, each doubled while it grows.
    constexpr int64_t kBytesOfModel = 2 * (48 + 16);
    budget_.take(kBytesOfModel + 2 * static_cast<int64_t>(keys[i].size()),
                 "models that only records know");
    models[i] = catalog_.join(keys[i], kind_, annotations_);
    publish(models[i]);
  }
}

}  // namespace hubcensus
