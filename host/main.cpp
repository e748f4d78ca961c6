// The program: one catch, and the exit code of what was caught.

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "host/cli/command_line.hpp"
#include "host/cli/found_difference.hpp"
#include "host/console/console.hpp"
#include "host/interrupt.hpp"
#include "host/ranks/ranks.hpp"
#include "kernels/error.hpp"

namespace {

constexpr int kExitToResume = 75;  // EX_TEMPFAIL: the same command again, with --resume

// Of several processes each says which it is.
void say_failure(const std::string& message) {
  hubcensus::say_error(hubcensus::rank_prefix() + message);
}

// The exit code of a command that ran to its end.
int run(const std::vector<std::string>& arguments) {
  try {
    hubcensus::run_command_line(arguments);
    return 0;
  } catch (const hubcensus::FoundDifference&) {
    return 1;
  }
}

// The exit code, whatever happens.
int run_to_an_end(const std::vector<std::string>& arguments) {
  try {
    const int exit_code = run(arguments);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw hubcensus::Error(hubcensus::ErrorKind::output, "cannot write to standard output");
    }
    return exit_code;
  } catch (const hubcensus::Error& error) {
    say_failure(error.what());
    return error.exit_code();
  } catch (const hubcensus::OtherRankFailed&) {
    return 128 + SIGTERM;
  } catch (const hubcensus::Interrupted& interrupted) {
    const std::string stopped = "stopped by signal " + std::to_string(interrupted.signal);
    if (interrupted.is_resumable) {
      say_failure(stopped + "; --resume goes on from --checkpoint");
      return kExitToResume;
    }
    say_failure(stopped + "; no report was written");
    return 128 + interrupted.signal;
  } catch (const std::bad_alloc&) {
    say_failure("out of memory; narrow --from/--to, or give the job more");
    return static_cast<int>(hubcensus::ErrorKind::limit);
  } catch (const std::exception& error) {
    say_failure(std::string("internal error: ") + error.what());
    return static_cast<int>(hubcensus::ErrorKind::internal);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is a failed write, not a death
  hubcensus::install_interrupt_handlers();
  const int exit_code = run_to_an_end({argv + 1, argv + argc});
  hubcensus::leave_ranks(exit_code);
  return exit_code;
}
