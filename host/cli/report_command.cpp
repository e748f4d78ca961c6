#include "host/cli/report_command.hpp"

#include "host/job/report_job.hpp"

namespace hubcensus {

void ReportCommand::run() {
  ReportOptions options = flags_.finish();
  options.arguments = arguments_;
  run_report(options);
}

}  // namespace hubcensus
