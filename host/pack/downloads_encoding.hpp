// Which encoding of the column of downloads takes fewer bytes, counted before anything is written.
#pragma once

#include <span>

#include "host/pack/packed_row.hpp"

namespace hubcensus {

// Bytes in front of any compression, as far as the values make them: headers are left out.
// Differences in blocks of 128 values, of which each quarter has a width of its own.
int64_t delta_bytes(std::span<const PackedRow> rows);
// Each distinct value once, and its number in every row.
int64_t dictionary_bytes(std::span<const PackedRow> rows);

inline bool prefers_dictionary(std::span<const PackedRow> rows) {
  return dictionary_bytes(rows) < delta_bytes(rows);
}

}  // namespace hubcensus
