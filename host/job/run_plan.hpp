// What a run would read, hold and write (--plan): told by the sizes of its inputs, the headers of
// texts and the footers of Parquet. It reads no row: of a text it does not know how many there are,
// and whether a body is sound is the run's to find.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/console/progress.hpp"
#include "host/job/memory_plan.hpp"
#include "host/job/rank_plan.hpp"
#include "host/job/report_options.hpp"

namespace hubcensus {

struct PlannedFile {
  std::string role;  // as its flag says, without the hyphens
  std::string path;
  StageTotals totals;
};

struct RunPlan {
  std::vector<PlannedFile> files;
  std::optional<int64_t> models;    // none: the memory is that of kAssumedModels
  std::optional<std::string> kind;  // of the records
  MemoryPlan memory;
  int64_t limit_bytes = 0;
  std::string backend;
  std::vector<std::string> tables;   // none are made of a tally
  std::vector<std::string> outputs;  // paths
  std::optional<RankPlan> of_ranks;  // where --ranks asks for it
};

// Where nothing tells the models beforehand.
inline constexpr int64_t kAssumedModels = 1'000'000;

// Throw Error as the run does where an input is missing or no records are.
RunPlan plan_report(const ReportOptions& options);
// needs_of(kind): what a fold of such records needs.
using NeedsOfKind = std::function<Needs(RecordKind)>;
RunPlan plan_tally(const ReportOptions& options, const NeedsOfKind& needs_of);

std::string to_text(const RunPlan& plan);
std::string to_json(const RunPlan& plan);

}  // namespace hubcensus
