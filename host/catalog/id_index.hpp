// Texts with consecutive numbers, and the lookup of a number by its text.
//
// A lookup of millions of texts waits for memory, not for the hash: find() works on many texts at
// once and fetches slots and texts ahead, stage by stage. Equality is always checked byte by byte.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "host/catalog/huge_pages.hpp"

namespace hubcensus {

inline constexpr uint32_t kNotFound = std::numeric_limits<uint32_t>::max();

// Texts one behind the other in one buffer.
class TextTable {
 public:
  uint32_t push_back(std::string_view text);
  void reserve(size_t texts, size_t bytes);
  // Text i is text_of(i), which is asked for on many threads at once.
  static TextTable gather(uint32_t texts, const std::function<std::string_view(uint32_t)>& text_of);
  std::string_view operator[](uint32_t index) const {
    return {bytes_.data() + offsets_[index], offsets_[index + 1] - offsets_[index]};
  }
  uint32_t size() const { return static_cast<uint32_t>(offsets_.size() - 1); }
  int64_t bytes() const;
  // Asks for the cache lines that the text of this index lies in.
  void prefetch_offset(uint32_t index) const { __builtin_prefetch(&offsets_[index]); }
  void prefetch_text(uint32_t index) const { __builtin_prefetch(bytes_.data() + offsets_[index]); }

 private:
  HugeVector<char> bytes_;
  HugeVector<uint64_t> offsets_{0};
};

class IdIndex {
 public:
  IdIndex();

  // The number of the text: its own where known, else the next.
  uint32_t insert(std::string_view text);
  // The same for many, in order; numbers[i] belongs to texts[i].
  void insert(std::span<const std::string_view> texts, std::span<uint32_t> numbers);
  // Text i gets number i, on all threads; none where two texts are alike.
  static std::optional<IdIndex> of_distinct(TextTable texts);
  // The number of the text, or kNotFound.
  uint32_t find(std::string_view text) const;
  // The same for many; numbers[i] belongs to texts[i].
  void find(std::span<const std::string_view> texts, std::span<uint32_t> numbers) const;

  std::string_view operator[](uint32_t number) const { return texts_[number]; }
  void prefetch_offset(uint32_t number) const { texts_.prefetch_offset(number); }
  void prefetch_text(uint32_t number) const { texts_.prefetch_text(number); }
  uint32_t size() const { return texts_.size(); }
  int64_t bytes() const;
  void reserve(size_t texts);

 private:
  // A slot holds the upper half of the hash and number + 1; 0: empty. Linear probing, at most half
  // full.
  uint32_t probe(std::string_view text, uint64_t hash) const;
  uint32_t insert(std::string_view text, uint64_t hash);
  // Of a text of the table, while others are claimed; false where there is such a text already.
  bool claim_slot(uint32_t number, uint64_t hash);
  void grow(size_t slots);

  TextTable texts_;
  HugeVector<uint64_t> slots_;
  uint64_t mask_;
};

}  // namespace hubcensus
