// Reads the dated series of models dumps of --dumps, one after another.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/ingest/column_map.hpp"
#include "host/job/report_options.hpp"
#include "host/report/manifest.hpp"
#include "host/statistics/dump_series.hpp"

namespace hubcensus {

struct DumpReading {
  std::vector<DumpFacts> dumps;  // ascending by day
  std::vector<ManifestInput> inputs;
  std::vector<std::string> bad_lines;
};

// Dumps behind --as-of are left out. The day of a dump is that of --snapshot-date, else the last
// YYYY-MM-DD in its path. `look` is called now and then. Throws Error(invalid_input) where a dump
// has no day, or two have the same.
DumpReading read_dumps(const ReportOptions& options, const ColumnMap& columns,
                       const AccountAnnotations& annotations, const Catalog& catalog,
                       MemoryBudget& budget, const std::function<void()>& look);

}  // namespace hubcensus
