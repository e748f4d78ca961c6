// `hubcensus bench`: how fast each operation of each backend is on this machine.
//
// It refuses to time what is wrong, and to leave a backend out that was named. Times are printed
// and may be written as JSON; they are never a part of a report.
#pragma once

#include "host/bench/bench_options.hpp"

namespace hubcensus::bench {

void run_bench(const Options& options);

}  // namespace hubcensus::bench
