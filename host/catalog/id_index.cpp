#include "host/catalog/id_index.hpp"

#define XXH_INLINE_ALL
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <numeric>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr size_t kFirstSlots = 64;
constexpr size_t kBlock = 32;  // lookups in flight; more gained nothing

uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

bool same_fingerprint(uint64_t slot, uint64_t hash) { return (slot ^ hash) >> 32 == 0; }

uint32_t number_of(uint64_t slot) { return static_cast<uint32_t>(slot) - 1; }

uint64_t make_slot(uint64_t hash, uint32_t number) {
  return (hash & 0xFFFFFFFF00000000ULL) | (uint64_t{number} + 1);
}

}  // namespace

uint32_t TextTable::push_back(std::string_view text) {
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  offsets_.push_back(bytes_.size());
  return size() - 1;
}

void TextTable::reserve(size_t texts, size_t bytes) {
  offsets_.reserve(texts + 1);
  bytes_.reserve(bytes);
}

TextTable TextTable::gather(uint32_t texts,
                            const std::function<std::string_view(uint32_t)>& text_of) {
  const tbb::blocked_range<uint32_t> all(0, texts);
  std::vector<std::string_view> views(texts);
  TextTable table;
  table.offsets_.resize(size_t{texts} + 1);
  tbb::parallel_for(all, [&](const auto& range) {
    for (uint32_t i = range.begin(); i < range.end(); ++i) {
      views[i] = text_of(i);
      table.offsets_[i + 1] = views[i].size();
    }
  });
  std::partial_sum(table.offsets_.begin(), table.offsets_.end(), table.offsets_.begin());
  table.bytes_.resize(table.offsets_.back());
  tbb::parallel_for(all, [&](const auto& range) {
    constexpr uint32_t kAhead = 16;
    for (uint32_t i = range.begin(); i < range.end(); ++i) {
      if (i + kAhead < texts) __builtin_prefetch(views[i + kAhead].data());
      std::copy(views[i].begin(), views[i].end(), table.bytes_.data() + table.offsets_[i]);
    }
  });
  return table;
}

int64_t TextTable::bytes() const {
  return static_cast<int64_t>(bytes_.capacity() + offsets_.capacity() * sizeof(uint64_t));
}

IdIndex::IdIndex() : slots_(kFirstSlots), mask_(kFirstSlots - 1) {}

int64_t IdIndex::bytes() const {
  return texts_.bytes() + static_cast<int64_t>(slots_.capacity() * sizeof(uint64_t));
}

void IdIndex::reserve(size_t texts) {
  if (2 * texts > slots_.size()) grow(std::bit_ceil(2 * texts));
}

void IdIndex::grow(size_t slots) {
  HugeVector<uint64_t> wider(slots);
  const uint64_t mask = slots - 1;
  for (uint32_t number = 0; number < texts_.size(); ++number) {
    const uint64_t hash = hash_of(texts_[number]);
    uint64_t at = hash & mask;
    while (wider[at] != 0) at = (at + 1) & mask;
    wider[at] = make_slot(hash, number);
  }
  slots_ = std::move(wider);
  mask_ = mask;
}

uint32_t IdIndex::insert(std::string_view text) { return insert(text, hash_of(text)); }

void IdIndex::insert(std::span<const std::string_view> texts, std::span<uint32_t> numbers) {
  reserve(size() + texts.size());
  std::array<uint64_t, kBlock> hashes;
  for (size_t begin = 0; begin < texts.size(); begin += kBlock) {
    const size_t count = std::min(kBlock, texts.size() - begin);
    for (size_t i = 0; i < count; ++i) {
      hashes[i] = hash_of(texts[begin + i]);
      __builtin_prefetch(&slots_[hashes[i] & mask_], 1);
    }
    for (size_t i = 0; i < count; ++i) numbers[begin + i] = insert(texts[begin + i], hashes[i]);
  }
}

std::optional<IdIndex> IdIndex::of_distinct(TextTable texts) {
  IdIndex index;
  index.texts_ = std::move(texts);
  index.slots_.resize(std::max(kFirstSlots, std::bit_ceil(2 * size_t{index.size()})));
  index.mask_ = index.slots_.size() - 1;
  std::atomic<bool> are_distinct = true;
  tbb::parallel_for(tbb::blocked_range<uint32_t>(0, index.size()), [&](const auto& range) {
    std::array<uint64_t, kBlock> hashes;
    for (uint32_t begin = range.begin(); begin < range.end(); begin += kBlock) {
      const uint32_t count = std::min<uint32_t>(kBlock, range.end() - begin);
      for (uint32_t i = 0; i < count; ++i) {
        hashes[i] = hash_of(index[begin + i]);
        __builtin_prefetch(&index.slots_[hashes[i] & index.mask_], 1);
      }
      for (uint32_t i = 0; i < count; ++i) {
        if (!index.claim_slot(begin + i, hashes[i])) are_distinct = false;
      }
    }
  });
  return are_distinct ? std::optional(std::move(index)) : std::nullopt;
}

// Where a text stands depends on who came first; what is found does not.
bool IdIndex::claim_slot(uint32_t number, uint64_t hash) {
  for (uint64_t at = hash & mask_;; at = (at + 1) & mask_) {
    const std::atomic_ref<uint64_t> slot(slots_[at]);
    uint64_t taken = slot.load(std::memory_order_relaxed);
    if (taken == 0 &&
        slot.compare_exchange_strong(taken, make_slot(hash, number), std::memory_order_relaxed)) {
      return true;
    }
    if (same_fingerprint(taken, hash) && texts_[number_of(taken)] == texts_[number]) return false;
  }
}

uint32_t IdIndex::insert(std::string_view text, uint64_t hash) {
  if (const uint32_t known = probe(text, hash); known != kNotFound) return known;
  if (2 * (size_t{texts_.size()} + 1) > slots_.size()) grow(2 * slots_.size());
  const uint32_t number = texts_.push_back(text);
  uint64_t at = hash & mask_;
  while (slots_[at] != 0) at = (at + 1) & mask_;
  slots_[at] = make_slot(hash, number);
  return number;
}

uint32_t IdIndex::probe(std::string_view text, uint64_t hash) const {
  for (uint64_t at = hash & mask_; slots_[at] != 0; at = (at + 1) & mask_) {
    const uint64_t slot = slots_[at];
    if (same_fingerprint(slot, hash) && texts_[number_of(slot)] == text) return number_of(slot);
  }
  return kNotFound;
}

uint32_t IdIndex::find(std::string_view text) const { return probe(text, hash_of(text)); }

void IdIndex::find(std::span<const std::string_view> texts, std::span<uint32_t> numbers) const {
  std::array<uint64_t, kBlock> hashes;
  std::array<uint32_t, kBlock> candidates;
  for (size_t begin = 0; begin < texts.size(); begin += kBlock) {
    const size_t count = std::min(kBlock, texts.size() - begin);
    for (size_t i = 0; i < count; ++i) {
      hashes[i] = hash_of(texts[begin + i]);
      __builtin_prefetch(&slots_[hashes[i] & mask_]);
    }
    for (size_t i = 0; i < count; ++i) {
      uint64_t at = hashes[i] & mask_;
      while (slots_[at] != 0 && !same_fingerprint(slots_[at], hashes[i])) at = (at + 1) & mask_;
      candidates[i] = slots_[at] == 0 ? kNotFound : number_of(slots_[at]);
      if (candidates[i] != kNotFound) texts_.prefetch_offset(candidates[i]);
    }
    for (size_t i = 0; i < count; ++i) {
      if (candidates[i] != kNotFound) texts_.prefetch_text(candidates[i]);
    }
    for (size_t i = 0; i < count; ++i) {
      const std::string_view text = texts[begin + i];
      const bool settled = candidates[i] == kNotFound || texts_[candidates[i]] == text;
      numbers[begin + i] = settled ? candidates[i] : probe(text, hashes[i]);
    }
  }
}

}  // namespace hubcensus
