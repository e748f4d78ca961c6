// What each of several ranks will need for a run: seconds, memory and traffic, predicted from rates
// before a record is read. It is a model, not a measurement, and says of which rates; the slowest
// of the stages that overlap is the time of the scan, as in scripts/scale_model.py.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/job/memory_plan.hpp"
#include "host/job/planned_rates.hpp"

namespace hubcensus {

struct PlannedTerm {
  std::string_view name;
  double seconds = 0;
  double bytes = 0;  // that a rank moves; 0 where bytes do not count
};

struct RankPlan {
  int64_t ranks = 1;
  double records = 0;           // of the rank that has most
  bool estimates_rows = false;  // a file does not tell its rows
  int64_t memory_bytes = 0;     // of each rank
  double sent_bytes = 0;        // by each rank but the first
  double received_bytes = 0;    // by the first, which has most to merge
  // The first four overlap.
  std::array<PlannedTerm, 6> terms;
  std::string label;

  double scan_seconds() const;
  double seconds() const;
  std::string_view wall() const;  // the longest term
};

RankPlan plan_ranks(const RecordSources& sources, const MemoryPlan& memory, int64_t held_bytes,
                    int64_t ranks, const PlannedRates& rates);

std::string to_text(const RankPlan& plan);

}  // namespace hubcensus
