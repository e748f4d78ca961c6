// SIGINT and SIGTERM: the handler only notes the signal; the work asks between blocks and stops by
// exception, so that every destructor runs and no partial folder stays behind.
#pragma once

namespace hubcensus {

struct Interrupted {
  int signal;
};

void install_interrupt_handlers();
// Throws Interrupted where a signal has come. Thread-safe and cheap.
void check_interrupted();

}  // namespace hubcensus
