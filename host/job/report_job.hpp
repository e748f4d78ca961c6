// `hubcensus report`: from the files to the report, stage by stage.
#pragma once

#include "host/job/report_options.hpp"
#include "host/report/manifest.hpp"

namespace hubcensus {

// Throws Error, or Interrupted behind a signal; then nothing was written.
void run_report(const ReportOptions& options);

// The same without a word on the terminal, for who runs several; what the run did.
RunManifest make_report(const ReportOptions& options);

}  // namespace hubcensus
