#include "host/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace hubcensus {
namespace {

std::atomic<int> received{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler must not take a lock");

std::atomic<bool> are_resumable{false};

extern "C" void note_signal(int signal) { received.store(signal, std::memory_order_relaxed); }

void catch_signal(int signal) {
  struct sigaction action{};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESETHAND;  // a second signal ends the process at once
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

void install_interrupt_handlers() {
  catch_signal(SIGINT);
  catch_signal(SIGTERM);
}

void make_interrupts_resumable() {
  are_resumable.store(true);
  catch_signal(SIGUSR1);
}

int interrupting_signal() { return received.load(std::memory_order_relaxed); }

void check_interrupted() {
  const int signal = interrupting_signal();
  if (signal != 0) throw Interrupted{signal, are_resumable.load() && signal != SIGINT};
}

void check_interrupted_at_once() {
  if (interrupting_signal() == SIGINT) check_interrupted();
}

}  // namespace hubcensus
