// `hubcensus tally`: from a shard of the records to a tally file; no table is made.
#pragma once

#include "host/job/report_options.hpp"

namespace hubcensus {

// Throws Error, or Interrupted behind a signal; then nothing was written but checkpoints.
void run_tally(const ReportOptions& options);

}  // namespace hubcensus
