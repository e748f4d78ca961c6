// Rows of the dated dumps: the models that exist on a day with the counters and ids of that day.
//
// The schema drifts with the years, as the real one does: columns are added and the struct of
// safetensors widens. Present in all: _id, id, createdAt, downloadsAllTime.
#pragma once

#include <arrow/api.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

struct Snapshot {
  int32_t day = 0;                   // counted from kFirstDay; may be -1
  bool only_counters = false;        // the columns that all have, and no others
  std::vector<uint64_t> all_time;    // by model: downloads to the end of the day
  std::vector<uint64_t> of_30_days;  // by model; empty with only_counters
};

std::shared_ptr<arrow::Schema> snapshot_schema(int32_t day, bool only_counters);
// The table of the models [begin, end).
std::shared_ptr<arrow::Table> snapshot_rows(const Population& population, const Snapshot& snapshot,
                                            int64_t begin, int64_t end);

}  // namespace hubcensus::generate
