// The accounts of the sample Hub: each belongs to one cell of the market and has a handle, a
// country and a row in the annotation table or none. Computed from the index; only the counts are
// stored.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "host/generate/market.hpp"

namespace hubcensus::generate {

// A number as lower-case consonants: distinct for distinct numbers, and never a word.
std::string letters(uint64_t number);

class Accounts {
 public:
  Accounts(int64_t models, uint64_t seed);

  uint32_t size() const { return begin_.back(); }
  // Accounts of a cell: [begin(cell), begin(cell + 1)).
  uint32_t begin(int cell) const { return begin_[static_cast<size_t>(cell)]; }
  int cell_of(uint32_t account) const;
  uint8_t country_of(uint32_t account) const;
  Kind kind_of(uint32_t account) const;
  // Account 0 of the unknown cell owns the models without an account in their id.
  bool is_canonical(uint32_t account) const { return account == begin(kUnknownCell); }
  bool is_verified(uint32_t account) const;
  std::string handle_of(uint32_t account) const;  // "(canonical)" for the canonical one

  // Writes account,kind,country,parent,verified. Unknown accounts are absent, or, one in ten, have
  // empty cells. `more`: rows of others.
  void write_csv(const std::filesystem::path& path, std::string_view more) const;

 private:
  std::string csv_row(uint32_t account) const;

  uint64_t seed_;
  std::array<uint32_t, kCells + 1> begin_{};
};

}  // namespace hubcensus::generate
