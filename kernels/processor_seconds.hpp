// Processor time of the calling thread: what it worked, not what it waited for a turn or a file.
#pragma once

#include <ctime>

namespace hubcensus {

// A system call: to be asked a few times a batch, not per row.
inline double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace hubcensus
