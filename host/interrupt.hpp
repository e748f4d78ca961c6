// SIGINT, SIGTERM and, of a run that can be resumed, SIGUSR1: the handler only notes the signal; the work asks between blocks and stops by
// exception, so that every destructor runs and no partial folder stays behind.
#pragma once

namespace hubcensus {

struct Interrupted {
  int signal;
  bool is_resumable = false;  // what was done is saved: the same command goes on from there
};

void install_interrupt_handlers();
// From here on SIGTERM and SIGUSR1 ask the run to save what it has and to leave.
void make_interrupts_resumable();
// The signal that has come; 0: none.
int interrupting_signal();
// Throws Interrupted where a signal has come. Thread-safe and cheap.
void check_interrupted();
// The same for SIGINT alone, where others wait until all is saved.
void check_interrupted_at_once();

}  // namespace hubcensus
