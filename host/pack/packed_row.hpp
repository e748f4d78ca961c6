// One record on its way into a packed file, in 12 bytes, so that a sort moves no more than it must.
//
// Rows are in order of model, day and downloads: rows that are equal say the same, and the order of
// the input leaves no trace. It refuses to say what `model` is: a dense number of the catalogue, or
// the place of its key among all keys (model_order.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>

#include "kernels/encoded_batch.hpp"

namespace hubcensus {

struct PackedRow {
  uint32_t model;
  uint16_t day;
  uint16_t high;  // of the downloads, which have 48 bits
  uint32_t low;

  static PackedRow of(uint32_t model, uint16_t day, uint64_t downloads) {
    return {model, day, static_cast<uint16_t>(downloads >> 32), static_cast<uint32_t>(downloads)};
  }
  uint64_t downloads() const { return uint64_t{high} << 32 | low; }
  // All but the model, in order.
  uint64_t day_and_downloads() const { return uint64_t{day} << 48 | downloads(); }
  auto operator<=>(const PackedRow&) const = default;
};
static_assert(sizeof(PackedRow) == 12 && std::is_trivially_copyable_v<PackedRow>);
static_assert(kMaxDownloadsOfRecord >> 48 == 0);

// Memory that is not touched before a row is written there.
using RowArray = std::unique_ptr<PackedRow[]>;
inline RowArray make_row_array(size_t rows) {
  return std::make_unique_for_overwrite<PackedRow[]>(rows);
}

}  // namespace hubcensus
