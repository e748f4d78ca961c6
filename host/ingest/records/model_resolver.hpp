// From the key that a record names its model by to the dense number of that model.
//
// Keys of the dump are found without a lock. Others join the catalogue, behind a lock that is
// taken once for many rows; in strict mode they stay unknown and their rows are rejected.
//
// Snapshots of a dated series name a model by `_id`, id or both, and what an id means may only be
// known when all were read. Until settle(), an `_id` that the dump lacks and an id without `_id`
// that the dump lacks are models of their own.
#pragma once

#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/ingest/records/repository_names.hpp"
#include "kernels/chunked_column.hpp"

namespace hubcensus {

class ModelResolver {
 public:
  // `with_lone_ids`: snapshots may have rows without `_id` (fold_records.hpp tells). Where they
  // have not, and no model of the dump lacks its `_id`, the former ids of the dump's models name
  // nothing and are not collected.
  ModelResolver(Catalog& catalog, const AccountAnnotations& annotations, KeyKind kind, bool strict,
                MemoryBudget& budget, bool with_lone_ids = true);

  KeyKind kind() const { return kind_; }
  // models[i] belongs to keys[i]; kNotFound in strict mode alone. Thread-safe.
  void resolve(std::span<const std::string_view> keys, std::span<uint32_t> models);
  void resolve(std::span<const int64_t> keys, std::span<uint32_t> models);
  // The same, but a model that nobody knows yet does not join: it is kNotFound.
  void find(std::span<const std::string_view> keys, std::span<uint32_t> models);
  void find(std::span<const int64_t> keys, std::span<uint32_t> models) const;
  // The dense id by the small integers of the dump, kNotFound where it has none; others may be
  // known to find() alone.
  std::span<const uint32_t> ids_of_integers() const { return catalog_.integer_ids.direct(); }
  // Whether there is a dump that names models.
  bool knows_models() const { return catalog_.ids.size() != 0; }
  // The same for rows with two names: an empty text is none, and each row has one.
  //   - KeyKind::snapshot: in strict mode a row is known by what it says itself, by an `_id` of the
  //     dump, or by an id of the dump whose model has no other `_id`;
  //   - KeyKind::object_id: a row is the model of its `_id` where the dump has that, else of its
  //     id.
  void resolve(std::span<const std::string_view> object_ids, std::span<const std::string_view> ids,
               std::span<const uint16_t> days, std::span<uint32_t> models);

  // The number of a model that a tally holds, by what it was when its rows were resolved: a row of
  // it would find the same model. An empty text is none. Where the dump lacks it, it joins even in
  // strict mode, as its rows were accepted. `key` is what the id is: an integer, else a name; of
  // snapshots `id` was its name on `day`. Not thread-safe.
  uint32_t adopt(std::string_view object_id, std::string_view id, KeyKind key, uint16_t day);

  // The number of a model that joined elsewhere, beside the same dump, under that text; here it
  // joins where it had not. Not thread-safe.
  uint32_t adopt_stranger(const std::string& text, KeyKind kind);
  // Of snapshots: an id that names() of elsewhere has of the model with that number here.
  void adopt_name(uint32_t model, std::string_view id, uint16_t day);

  // Calls `look` while the catalogue stays as it is. Thread-safe.
  template <typename Look>
  void while_none_joins(Look look) {
    const std::shared_lock lock(mutex_);
    look();
  }

  // To be called once all rows are resolved, before Catalog::renumber(). Gives the models that
  // joined from snapshots their names, and finds those that are the same as another:
  //   - an id belongs to the `_id` that bore it last (by day, then `_id`);
  //   - an `_id` that the dump lacks is the dump's model of the newest (by day, then id) of its
  //     ids whose model has no `_id` in the dump; else it is a model named by its newest id;
  //   - an id without `_id` is the model of the `_id` that it belongs to, where there is one.
  // Returns the number of the model that each is, itself for most; empty where none is another.
  std::vector<uint32_t> settle();

  // By model, also for those that join: what the fold needs to know of a model. Unknown for those
  // that join from snapshots, whose values are no downloads of single records.
  const ChunkedColumn<uint8_t>& size_class() const { return size_class_; }
  // Of snapshots alone: what settle() will name the models by. Null for other kinds.
  const RepositoryNames* names() const { return names_.get(); }

 private:
  void publish(uint32_t model);
  uint32_t adopt_snapshot(std::string_view object_id, std::string_view id, uint16_t day);
  void resolve_by_dump(std::span<const std::string_view> object_ids,
                       std::span<uint32_t> models) const;
  void resolve_lone_ids(std::span<const std::string_view> object_ids,
                        std::span<const std::string_view> ids, std::span<uint32_t> models);
  void resolve_by_id(std::span<const std::string_view> object_ids,
                     std::span<const std::string_view> ids, std::span<uint32_t> models);
  void add_names(std::span<const std::string_view> ids, std::span<const uint16_t> days,
                 std::span<const uint32_t> models, std::span<const std::string_view> object_ids);
  void find_in_dump(std::span<const std::string_view> keys, std::span<uint32_t> models) const;
  // Finds joined models under the lock that the caller holds.
  void find_joined(std::span<const std::string_view> keys, std::span<uint32_t> models) const;
  // Finds or joins keys[i], of that kind, for all i with models[i] == kNotFound; an empty key is
  // skipped.
  void resolve_strangers(std::span<const std::string_view> keys, KeyKind kind,
                         std::span<uint32_t> models);
  // Whether the dump has this model without an `_id`, so that ids alone name it.
  bool lacks_object_id(uint32_t model) const {
    return model < has_object_id_.size() && !has_object_id_[model];
  }

  Catalog& catalog_;
  const AccountAnnotations& annotations_;
  const KeyKind kind_;
  const bool strict_;
  MemoryBudget& budget_;
  std::shared_mutex mutex_;  // of all that join() changes
  ChunkedColumn<uint8_t> size_class_;
  std::vector<bool> has_object_id_;         // [model of the dump], of snapshots alone
  bool with_former_ids_ = false;            // whether former ids of the dump's models name anything
  std::unique_ptr<RepositoryNames> names_;  // of snapshots alone
};

}  // namespace hubcensus
