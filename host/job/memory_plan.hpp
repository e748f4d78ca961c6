// The bytes that each stage will need, said before the records are read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/job/fold_records.hpp"
#include "host/statistics/findings.hpp"

namespace hubcensus {

struct PlannedStage {
  std::string name;
  int64_t bytes = 0;
  std::string reason;     // how the bytes come about
  bool is_brief = false;  // given back before the stages behind it
};

// Of --dumps.
PlannedStage series_stage(int64_t models);

struct MemoryPlan {
  std::vector<PlannedStage> stages;
  bool knows_days = false;        // the files' statistics tell the span of days
  Grain fine_grain = Grain::day;  // of --grain
  int64_t fine_period_bytes = 0;  // of one week or day at --grain
  int64_t fine_periods = 0;
  DayRange days;

  int64_t bytes() const;  // at the peak
};

// What the tallies that a run loads say beforehand.
struct HeldTallies {
  RecordKind kind = RecordKind::daily;
  int64_t models = 0;                         // of the largest
  std::vector<std::optional<DayRange>> days;  // of each
};

// `folds_in_rounds`: for a checkpoint the cells of a round stand beside those of all rounds before.
MemoryPlan plan_memory(const RecordSources& sources, int64_t models, const Needs& needs,
                       std::optional<Grain> grain, const DayRange& range,
                       const HeldTallies& tallies = {}, bool folds_in_rounds = false);

// Throws Error(limit) where the plan exceeds what is left of the budget; at --grain week or day the
// message names a --from/--to that fits.
void check(const MemoryPlan& plan, const MemoryBudget& budget);

std::string to_text(const MemoryPlan& plan, int64_t limit_bytes);

}  // namespace hubcensus
