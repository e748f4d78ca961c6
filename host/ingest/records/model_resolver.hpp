// From the key that a record names its model by to the dense number of that model.
//
// Keys of the dump are found without a lock. Others join the catalogue, behind a lock that is
// taken once for many rows; in strict mode they stay unknown and their rows are rejected.
#pragma once

#include <shared_mutex>
#include <span>
#include <string_view>

#include "host/catalog/catalog.hpp"
#include "kernels/chunked_column.hpp"

namespace hubcensus {

class ModelResolver {
 public:
  ModelResolver(Catalog& catalog, const AccountAnnotations& annotations, KeyKind kind, bool strict,
                MemoryBudget& budget);

  KeyKind kind() const { return kind_; }
  // models[i] belongs to keys[i]; kNotFound in strict mode alone. Thread-safe.
  void resolve(std::span<const std::string_view> keys, std::span<uint32_t> models);
  void resolve(std::span<const int64_t> keys, std::span<uint32_t> models);

  // By model, also for those that join: what the fold needs to know of a model.
  const ChunkedColumn<uint8_t>& size_class() const { return size_class_; }

 private:
  void publish(uint32_t model);
  // Finds or joins keys[i] for all i with models[i] == kNotFound.
  void resolve_strangers(std::span<const std::string_view> keys, std::span<uint32_t> models);

  Catalog& catalog_;
  const AccountAnnotations& annotations_;
  const KeyKind kind_;
  const bool strict_;
  MemoryBudget& budget_;
  std::shared_mutex mutex_;  // of all that join() changes
  ChunkedColumn<uint8_t> size_class_;
};

}  // namespace hubcensus
