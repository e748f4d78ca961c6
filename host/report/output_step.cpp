#include "host/report/output_step.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace hubcensus {

void output_step() {
  static const long long deadly = [] {
    const char* const text = std::getenv("HUBCENSUS_KILL_AT_STEP");
    return text == nullptr ? 0 : std::atoll(text);
  }();
  static std::atomic<long long> steps{0};
  if (deadly > 0 && ++steps == deadly) ::kill(::getpid(), SIGKILL);
}

}  // namespace hubcensus
