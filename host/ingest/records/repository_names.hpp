// Which ids the `_id`s of a dated series bore, and when last: repositories are renamed, and an old
// snapshot may know them by an old id alone. It refuses to decide what an id means before all was
// read. Invariant: what it holds does not depend on the order in which rows came.
//
// Memory is bounded by the distinct ids and the distinct pairs of model and id, and charged to the
// budget as long as this lives.
#pragma once

#include <map>
#include <shared_mutex>
#include <span>
#include <string_view>
#include <utility>

#include "host/catalog/id_index.hpp"
#include "kernels/calendar.hpp"
#include "kernels/chunked_column.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus {

class RepositoryNames {
 public:
  // `with_former`: keeps also the ids that a model bore before its newest.
  RepositoryNames(MemoryBudget& budget, bool with_former);

  // models[i] bore ids[i] on days[i]; an empty id is none. Thread-safe.
  void add(std::span<const uint32_t> models, std::span<const std::string_view> ids,
           std::span<const uint16_t> days);

  // The rest is for when all was added.

  // The greatest by (day, id); empty where the model bore none.
  std::string_view newest(uint32_t model) const;
  // Number of an id, below ids(), or kNotFound where no model bore it.
  uint32_t find(std::string_view id) const { return ids_.find(id); }
  uint32_t ids() const { return ids_.size(); }
  std::string_view id(uint32_t number) const { return ids_[number]; }
  // Calls use(model, number of the id, day) for the ids that each model below `models` bore, some
  // perhaps twice: once with the last day.
  template <typename Use>
  void for_each(uint32_t models, Use use) const;

 private:
  // Day and number of the newest id in one word, so that the day can rise under a shared lock; 0:
  // none.
  static uint64_t pack(uint16_t day, uint32_t number) {
    return uint64_t{day} << 32 | (uint64_t{number} + 1);
  }
  static uint32_t number_of(uint64_t word) { return static_cast<uint32_t>(word) - 1; }
  static uint16_t day_of(uint64_t word) { return static_cast<uint16_t>(word >> 32); }
  uint64_t held(uint32_t model) const;

  // Fetches ahead what raise_day() reads of a row 2 * kStageRows steps later.
  void fetch(std::span<const uint32_t> models, size_t step) const;
  // False where the newest id is another, and nothing was done.
  bool raise_day(uint32_t model, std::string_view id, uint16_t day);
  void add_other(uint32_t model, std::string_view id, uint16_t day);
  void keep_former(uint32_t model, uint64_t word);

  const bool with_former_;
  mutable std::shared_mutex mutex_;  // of ids_, of the ids in newest_, and of former_
  IdIndex ids_;
  MemoryCharge ids_charge_;
  ChunkedColumn<uint64_t> newest_;                            // [model]
  std::map<std::pair<uint32_t, uint32_t>, uint16_t> former_;  // last day by model and id
  MemoryCharge former_charge_;
};

template <typename Use>
void RepositoryNames::for_each(uint32_t models, Use use) const {
  for (uint32_t model = 0; model < models; ++model) {
    const uint64_t word = held(model);
    if (word != 0) use(model, number_of(word), day_of(word));
  }
  for (const auto& [pair, day] : former_) use(pair.first, pair.second, day);
}

}  // namespace hubcensus
