#include "host/ingest/records/repository_names.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

namespace hubcensus {
namespace {

// Rows between the stages of a glance at a row: its model's word, the offset of that id, the id.
constexpr size_t kStageRows = 12;

}  // namespace

RepositoryNames::RepositoryNames(MemoryBudget& budget, bool with_former)
    : with_former_(with_former),
      ids_charge_(budget, "ids of repositories"),
      newest_(budget, "newest id of each model"),
      former_charge_(budget, "former ids of repositories") {}

void RepositoryNames::add(std::span<const uint32_t> models, std::span<const std::string_view> ids,
                          std::span<const uint16_t> days) {
  std::vector<size_t> others;
  {
    const std::shared_lock lock(mutex_);
    for (size_t step = 0; step < ids.size() + 2 * kStageRows; ++step) {
      fetch(models, step);
      if (step < 2 * kStageRows) continue;
      const size_t row = step - 2 * kStageRows;
      if (ids[row].empty() || raise_day(models[row], ids[row], days[row])) continue;
      others.push_back(row);
    }
  }
  if (others.empty()) return;
  const std::unique_lock lock(mutex_);
  for (const size_t row : others) add_other(models[row], ids[row], days[row]);
}

uint64_t RepositoryNames::held(uint32_t model) const {
  const uint64_t* const chunk = newest_.find(model >> kChunkBits);
  return chunk == nullptr ? 0 : __atomic_load_n(&chunk[model & kChunkMask], __ATOMIC_RELAXED);
}

void RepositoryNames::fetch(std::span<const uint32_t> models, size_t step) const {
  if (step < models.size()) {
    const uint64_t* const chunk = newest_.find(models[step] >> kChunkBits);
    if (chunk != nullptr) __builtin_prefetch(&chunk[models[step] & kChunkMask]);
  }
  if (step >= kStageRows && step - kStageRows < models.size()) {
    const uint64_t word = held(models[step - kStageRows]);
    if (word != 0) ids_.prefetch_offset(number_of(word));
  }
  const size_t last = step - kStageRows - kStageRows / 2;
  if (step >= kStageRows + kStageRows / 2 && last < models.size()) {
    const uint64_t word = held(models[last]);
    if (word != 0) ids_.prefetch_text(number_of(word));
  }
}

bool RepositoryNames::raise_day(uint32_t model, std::string_view id, uint16_t day) {
  uint64_t word = held(model);
  if (word == 0) return false;
  const uint32_t number = number_of(word);
  if (ids_[number] != id) return false;
  if (day_of(word) >= day) return true;
  const std::atomic_ref<uint64_t> cell(newest_.chunk(model >> kChunkBits)[model & kChunkMask]);
  while (day_of(word) < day &&
         !cell.compare_exchange_weak(word, pack(day, number), std::memory_order_relaxed)) {
  }
  return true;
}

void RepositoryNames::add_other(uint32_t model, std::string_view id, uint16_t day) {
  const uint32_t known = ids_.size();
  const uint32_t number = ids_.insert(id);
  if (number == known) {
    // Its slot, offset and text, each doubled while it grows.
    constexpr int64_t kBytesOfId = 2 * (16 + 8);
    ids_charge_.add(kBytesOfId + 2 * static_cast<int64_t>(id.size()));
  }
  uint64_t& word = newest_.chunk(model >> kChunkBits)[model & kChunkMask];
  const uint64_t fresh = pack(day, number);
  if (word == 0) {
    word = fresh;
    return;
  }
  if (number_of(word) == number) {
    word = std::max(word, fresh);
    return;
  }
  const bool is_newer = day > day_of(word) || (day == day_of(word) && id > ids_[number_of(word)]);
  keep_former(model, is_newer ? word : fresh);
  if (is_newer) word = fresh;
}

void RepositoryNames::keep_former(uint32_t model, uint64_t word) {
  if (!with_former_) return;
  const auto [found, is_new] = former_.try_emplace({model, number_of(word)}, day_of(word));
  if (is_new) {
    constexpr int64_t kBytesOfPair = 64;  // a node of the map
    former_charge_.add(kBytesOfPair);
  }
  found->second = std::max(found->second, day_of(word));
}

std::string_view RepositoryNames::newest(uint32_t model) const {
  const uint64_t word = held(model);
  return word == 0 ? std::string_view() : ids_[number_of(word)];
}

}  // namespace hubcensus
