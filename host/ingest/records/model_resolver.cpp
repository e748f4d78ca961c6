#include "host/ingest/records/model_resolver.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "host/ingest/records/settle_repositories.hpp"
#include "host/ingest/text/parse_integer.hpp"

namespace hubcensus {

ModelResolver::ModelResolver(Catalog& catalog, const AccountAnnotations& annotations, KeyKind kind,
                             bool strict, MemoryBudget& budget, bool with_lone_ids)
    : catalog_(catalog),
      annotations_(annotations),
      kind_(kind),
      strict_(strict),
      budget_(budget),
      size_class_(budget, "size class of each model") {
  for (uint32_t model = 0; model < catalog.models(); ++model) publish(model);
  if (kind != KeyKind::snapshot) return;
  has_object_id_.resize(catalog.ids.size());
  for (const uint32_t model : catalog.model_of_object_id) has_object_id_[model] = true;
  const bool all_have = catalog.model_of_object_id.size() == has_object_id_.size();
  with_former_ids_ = with_lone_ids || !all_have;
  names_ = std::make_unique<RepositoryNames>(budget, with_former_ids_);
}

void ModelResolver::publish(uint32_t model) {
  const uint32_t group = catalog_.group[model];
  size_class_.set(model, static_cast<uint8_t>(catalog_.groups[group].size_class));
}

void ModelResolver::find_in_dump(std::span<const std::string_view> keys,
                                 std::span<uint32_t> models) const {
  if (kind_ == KeyKind::object_id) {
    catalog_.object_ids.find(keys, models);
    for (uint32_t& model : models) {
      if (model != kNotFound) model = catalog_.model_of_object_id[model];
    }
  } else {
    catalog_.ids.find(keys, models);
  }
}

void ModelResolver::find(std::span<const std::string_view> keys, std::span<uint32_t> models) {
  find_in_dump(keys, models);
  if (strict_ || std::find(models.begin(), models.end(), kNotFound) == models.end()) return;
  const std::shared_lock lock(mutex_);
  find_joined(keys, models);
}

void ModelResolver::find(std::span<const int64_t> keys, std::span<uint32_t> models) const {
  for (size_t i = 0; i < keys.size(); ++i) models[i] = catalog_.integer_ids.find(keys[i]);
}

void ModelResolver::resolve(std::span<const std::string_view> keys, std::span<uint32_t> models) {
  find_in_dump(keys, models);
  if (!strict_) resolve_strangers(keys, kind_, models);
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
  resolve_strangers(texts, kind_, joined);
  for (size_t i = 0; i < rows.size(); ++i) models[rows[i]] = joined[i];
}

void ModelResolver::resolve_by_dump(std::span<const std::string_view> object_ids,
                                    std::span<uint32_t> models) const {
  if (catalog_.object_ids.size() == 0) {
    std::fill(models.begin(), models.end(), kNotFound);
    return;
  }
  catalog_.object_ids.find(object_ids, models);
  for (uint32_t& model : models) {
    if (model != kNotFound) model = catalog_.model_of_object_id[model];
  }
}

void ModelResolver::resolve(std::span<const std::string_view> object_ids,
                            std::span<const std::string_view> ids, std::span<const uint16_t> days,
                            std::span<uint32_t> models) {
  resolve_by_dump(object_ids, models);
  const bool all_known = std::find(models.begin(), models.end(), kNotFound) == models.end();
  if (kind_ == KeyKind::object_id) {
    if (!all_known) resolve_by_id(object_ids, ids, models);
    return;
  }
  if (all_known && !with_former_ids_) return;  // the rule: a series beside its last dump
  if (!all_known) {
    resolve_lone_ids(object_ids, ids, models);
    if (!strict_) resolve_strangers(object_ids, kind_, models);
  }
  if (!strict_) add_names(ids, days, models, object_ids);
}

// Rows without an `_id` that the dump has, by the ids that they bear.
void ModelResolver::resolve_lone_ids(std::span<const std::string_view> object_ids,
                                     std::span<const std::string_view> ids,
                                     std::span<uint32_t> models) {
  std::vector<size_t> rows;
  std::vector<std::string_view> asked;
  for (size_t i = 0; i < models.size(); ++i) {
    if (models[i] != kNotFound || (!object_ids[i].empty() && !strict_)) continue;
    rows.push_back(i);
    asked.push_back(ids[i]);
  }
  std::vector<uint32_t> answers(rows.size());
  catalog_.ids.find(asked, answers);
  for (size_t i = 0; i < rows.size(); ++i) {
    const bool named_by_other = !object_ids[rows[i]].empty() && !lacks_object_id(answers[i]);
    if (named_by_other) answers[i] = kNotFound;
  }
  if (!strict_) {
    std::vector<std::string> texts(rows.size());
    std::vector<std::string_view> keys(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      if (answers[i] != kNotFound) continue;
      texts[i] = kLoneId + std::string(asked[i]);
      keys[i] = texts[i];
    }
    resolve_strangers(keys, kind_, answers);
  }
  for (size_t i = 0; i < rows.size(); ++i) models[rows[i]] = answers[i];
}

// Rows whose `_id` the dump lacks. Size classes of single records are counted as they come, so a
// stranger has its name at once and not, as in snapshots, when all were read.
void ModelResolver::resolve_by_id(std::span<const std::string_view> object_ids,
                                  std::span<const std::string_view> ids,
                                  std::span<uint32_t> models) {
  std::vector<size_t> rows;
  std::vector<std::string_view> asked;
  std::vector<std::string_view> nameless;
  for (size_t i = 0; i < models.size(); ++i) {
    if (models[i] != kNotFound) continue;
    rows.push_back(i);
    asked.push_back(ids[i]);
    nameless.push_back(ids[i].empty() ? object_ids[i] : std::string_view());
  }
  std::vector<uint32_t> answers(rows.size());
  catalog_.ids.find(asked, answers);
  if (!strict_) {
    resolve_strangers(asked, KeyKind::id, answers);
    resolve_strangers(nameless, KeyKind::object_id, answers);
  }
  for (size_t i = 0; i < rows.size(); ++i) models[rows[i]] = answers[i];
}

// An id says something new of a model where its `_id` is in the row and, for a model that the dump
// has under that `_id`, where the dump has no model of that id, or one without `_id`.
void ModelResolver::add_names(std::span<const std::string_view> ids, std::span<const uint16_t> days,
                              std::span<const uint32_t> models,
                              std::span<const std::string_view> object_ids) {
  std::vector<uint32_t> named;
  std::vector<std::string_view> names;
  std::vector<uint16_t> days_of_names;
  const auto in_dump_at = [&](size_t i) {
    return i < models.size() && models[i] < catalog_.ids.size();
  };
  constexpr size_t kAhead = 16;
  for (size_t i = 0; i < models.size(); ++i) {
    if (in_dump_at(i + 2 * kAhead)) catalog_.ids.prefetch_offset(models[i + 2 * kAhead]);
    if (in_dump_at(i + kAhead)) catalog_.ids.prefetch_text(models[i + kAhead]);
    if (object_ids[i].empty() || ids[i].empty()) continue;
    if (in_dump_at(i)) {
      if (!with_former_ids_ || catalog_.ids[models[i]] == ids[i]) continue;
      const uint32_t found = catalog_.ids.find(ids[i]);
      if (found != kNotFound && !lacks_object_id(found)) continue;
    }
    named.push_back(models[i]);
    names.push_back(ids[i]);
    days_of_names.push_back(days[i]);
  }
  names_->add(named, names, days_of_names);
}

void ModelResolver::resolve_strangers(std::span<const std::string_view> keys, KeyKind kind,
                                      std::span<uint32_t> models) {
  if (std::find(models.begin(), models.end(), kNotFound) == models.end()) return;
  bool complete = true;
  {
    const std::shared_lock lock(mutex_);
    find_joined(keys, models);
    for (size_t i = 0; i < keys.size(); ++i) {
      complete = complete && (models[i] != kNotFound || keys[i].empty());
    }
  }
  if (complete) return;
  const std::unique_lock lock(mutex_);
  for (size_t i = 0; i < keys.size(); ++i) {
    if (models[i] != kNotFound || keys[i].empty()) continue;
    models[i] = catalog_.find_joined(keys[i]);  // this batch or another thread may have been first
    if (models[i] != kNotFound) continue;
    // Its columns, slot and text, each doubled while it grows.
    constexpr int64_t kBytesOfModel = 2 * (48 + 16);
    budget_.take(kBytesOfModel + 2 * static_cast<int64_t>(keys[i].size()),
                 "models that only records know");
    models[i] = catalog_.join(keys[i], kind, annotations_);
    if (kind != KeyKind::snapshot) publish(models[i]);
  }
}

void ModelResolver::find_joined(std::span<const std::string_view> keys,
                                std::span<uint32_t> models) const {
  std::vector<size_t> rows;
  std::vector<std::string_view> asked;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (models[i] != kNotFound || keys[i].empty()) continue;
    rows.push_back(i);
    asked.push_back(keys[i]);
  }
  std::vector<uint32_t> answers(rows.size());
  catalog_.find_joined(asked, answers);
  for (size_t i = 0; i < rows.size(); ++i) models[rows[i]] = answers[i];
}

uint32_t ModelResolver::adopt_stranger(const std::string& text, KeyKind kind) {
  const std::string_view key = text;
  uint32_t model = kNotFound;
  resolve_strangers({&key, 1}, kind, {&model, 1});
  return model;
}

uint32_t ModelResolver::adopt(std::string_view object_id, std::string_view id, KeyKind key,
                              uint16_t day) {
  if (kind_ == KeyKind::snapshot) return adopt_snapshot(object_id, id, day);
  uint32_t model = kNotFound;
  if (!object_id.empty()) resolve_by_dump({&object_id, 1}, {&model, 1});
  if (model != kNotFound) return model;
  if (key == KeyKind::integer) {
    const auto integer = parse_integer<int64_t>(id);
    if (integer) model = catalog_.integer_ids.find(*integer);
    return model != kNotFound ? model : adopt_stranger(std::string(id), key);
  }
  if (id.empty()) return adopt_stranger(std::string(object_id), KeyKind::object_id);
  model = catalog_.ids.find(id);
  return model != kNotFound ? model : adopt_stranger(std::string(id), KeyKind::id);
}

uint32_t ModelResolver::adopt_snapshot(std::string_view object_id, std::string_view id,
                                       uint16_t day) {
  uint32_t model = kNotFound;
  if (object_id.empty()) {
    model = catalog_.ids.find(id);
    return model != kNotFound ? model : adopt_stranger(kLoneId + std::string(id), kind_);
  }
  resolve_by_dump({&object_id, 1}, {&model, 1});
  if (model == kNotFound && strict_) {
    const uint32_t found = catalog_.ids.find(id);
    if (lacks_object_id(found)) return found;
  }
  if (model == kNotFound) model = adopt_stranger(std::string(object_id), kind_);
  add_names({&id, 1}, {&day, 1}, {&model, 1}, {&object_id, 1});
  return model;
}

void ModelResolver::adopt_name(uint32_t model, std::string_view id, uint16_t day) {
  names_->add({&model, 1}, {&id, 1}, {&day, 1});
}

std::vector<uint32_t> ModelResolver::settle() {
  if (kind_ != KeyKind::snapshot) return {};
  return settle_repositories(catalog_, *names_, has_object_id_, annotations_, budget_);
}

}  // namespace hubcensus
