// Which rows of a block the census counts as they stand, and their columns in the widths of the
// fold. No branch depends on a value.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/calendar.hpp"

namespace hubcensus {

// Columns of `rows` rows; raw ones as pages have them.
struct RawRows {
  size_t rows;
  const int64_t* raw_days;
  const int64_t* raw_downloads;
  uint16_t* days;
  uint32_t* downloads;  // their lower halves
};

struct CheckedRows {
  bool has_all_days;       // every day is in the range
  uint64_t any_downloads;  // all or-ed: of a negative one the highest bit, too
};

// On AVX-512 or AVX2 where the processor has it: 0.32, 0.43 and, plainly, 0.91 ns a row (Intel Xeon).
CheckedRows check_rows(const RawRows& rows, const DayRange& range);
// The same without them.
CheckedRows check_rows_plainly(const RawRows& rows, const DayRange& range);

}  // namespace hubcensus
