#include "host/catalog/families.hpp"

#include <bit>
#include <vector>

#include "host/ingest/text/ascii_lower.hpp"

namespace hubcensus {
namespace {

bool is_letter_or_digit(char c) {
  c = ascii_lower(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

struct Pattern {
  std::string_view text;
  size_t family;
};

// A dump has tens of millions of tags, so that each position is first looked up by two characters,
// of either case; few of them begin a text.
class Patterns {
 public:
  Patterns() {
    for (size_t family = 0; family < kFamilies.size(); ++family) {
      for (const std::string_view text : kFamilies[family].texts) {
        if (text.empty()) continue;
        beginning_with_[slot_of(text[0], text[1])] |= uint64_t{1} << patterns_.size();
        patterns_.push_back({text, family});
      }
    }
  }

  uint64_t find_all(std::string_view text) const {
    uint64_t found = 0;
    for (size_t at = 0; at + 1 < text.size(); ++at) {
      uint64_t candidates = beginning_with_[slot_of(text[at], text[at + 1])];
      for (; candidates != 0; candidates &= candidates - 1) {
        const Pattern& pattern = patterns_[static_cast<size_t>(std::countr_zero(candidates))];
        if (stands_at(text, at, pattern)) found |= uint64_t{1} << pattern.family;
      }
    }
    return found;
  }

 private:
  static size_t slot_of(char first, char second) {
    return static_cast<size_t>((first & 31) << 5 | (second & 31));
  }

  static bool stands_at(std::string_view text, size_t at, const Pattern& pattern) {
    if (text.size() - at < pattern.text.size()) return false;
    for (size_t i = 0; i < pattern.text.size(); ++i) {
      if (ascii_lower(text[at + i]) != pattern.text[i]) return false;
    }
    return !kFamilies[pattern.family].is_word || at == 0 || !is_letter_or_digit(text[at - 1]);
  }

  std::array<uint64_t, 1024> beginning_with_{};  // [slot] bit i: patterns_[i]
  std::vector<Pattern> patterns_;
};

}  // namespace

uint64_t families_in(std::string_view text) {
  static const Patterns patterns;
  return patterns.find_all(text);
}

uint64_t families_of_id(std::string_view id) {
  return families_in(id.substr(id.find('/') + 1));  // without '/', the whole id
}

}  // namespace hubcensus
