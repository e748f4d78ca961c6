// Writes the records: one Parquet file a day, or one for all. Columns model_id (text or int64),
// date (DATE), downloads (int64), all optional; Snappy; row groups of at most 2^20 rows.
//
// Memory: a day's records for each thread; for one file also a pool of 2^22 records.
#pragma once

#include <filesystem>

#include "host/generate/activity.hpp"
#include "host/generate/totals.hpp"

namespace hubcensus::generate {

struct RecordLayout {
  std::filesystem::path folder;
  bool one_file = false;
  bool shuffled = false;
  bool integer_ids = false;
};

// Makes every day's records, counts them in `totals` and writes them. Throws Error(output).
void write_records(const Population& population, const Activity& activity,
                   const RecordLayout& layout, int threads, Totals& totals);

}  // namespace hubcensus::generate
