// The sort of rows in memory: a radix sort by the bits of model and day that differ, least
// significant digits first, and then the few rows of the same model and day by their downloads.
#pragma once

#include <cstddef>

#include "host/pack/packed_row.hpp"

namespace hubcensus {

// Brings the first `rows` rows into order; `scratch` has room for as many, and the two may be
// swapped. Looks for a signal between the passes.
void sort_rows(RowArray& array, RowArray& scratch, size_t rows);

}  // namespace hubcensus
