// What one rank does of a report that several were asked for: its shard, its part of the machine.
#pragma once

#include "host/job/report_options.hpp"
#include "host/ranks/ranks.hpp"

namespace hubcensus {

// The same where the process is alone. Throws Error(usage) for what only one process can read.
ReportOptions options_of_rank(ReportOptions options, const Ranks& ranks);

}  // namespace hubcensus
