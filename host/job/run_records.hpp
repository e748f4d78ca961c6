// The records of a run before they are read: files and tallies, opened, of one kind.
#pragma once

#include "host/job/fold_records.hpp"
#include "host/job/memory_plan.hpp"
#include "host/job/report_options.hpp"
#include "host/tally/tally_files.hpp"

namespace hubcensus {

// How the dump of models names them.
struct DumpKeys {
  bool has_integer_id = false;
  bool has_object_id = false;
};

struct RunRecords {
  RecordSources sources;
  TallyFiles tallies;
  TallySettings settings;  // of the run, and so of all
};

// Whether the command line names records.
bool names_records(const ReportOptions& options);

// Throws Error(invalid_input) where they cannot be one run: another kind, other keys, another span.
RunRecords open_run_records(const ReportOptions& options, const ColumnMap& columns,
                            const DumpKeys& dump);

// The facets that tables need of records of that kind; size classes and days of creation are still
// to come.
FoldPlan fold_plan(const Needs& needs, const TallySettings& settings);

// For plan_memory().
HeldTallies held_tallies(const RunRecords& records);

}  // namespace hubcensus
