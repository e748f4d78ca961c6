// The threads of a run: those asked for (--threads), or one for each core.
#pragma once

#include <algorithm>
#include <thread>

namespace hubcensus {

inline int thread_count(int asked) {
  return asked > 0 ? asked : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace hubcensus
