// The order of the models by their keys: integers as numbers, texts bytewise. Models join while
// records are read, so the places of those known so far move; two models keep their order.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "host/catalog/catalog.hpp"
#include "host/ingest/records/model_resolver.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus {

// The models known at a moment; each vector is the inverse of the other.
struct ModelPlaces {
  std::vector<uint32_t> place_of;  // [model]
  std::vector<uint32_t> model_at;  // [place]
};

class ModelOrder {
 public:
  // All models of the catalogue joined from records, through the resolver.
  ModelOrder(const Catalog& catalog, ModelResolver& resolver, MemoryBudget& budget)
      : catalog_(catalog), resolver_(resolver), charge_(budget, "the order of the models") {}

  // Of the models below `models` at least. Thread-safe.
  std::shared_ptr<const ModelPlaces> places(uint32_t models);

 private:
  struct Entry {
    uint64_t key;  // the first eight bytes of a text, or all of an integer, in order
    uint32_t model;
  };

  void add_new_models();

  const Catalog& catalog_;
  ModelResolver& resolver_;
  std::mutex mutex_;  // of what follows
  MemoryCharge charge_;
  std::vector<Entry> entries_;  // in order
  std::shared_ptr<const ModelPlaces> places_ = std::make_shared<ModelPlaces>();
};

}  // namespace hubcensus
