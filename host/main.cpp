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
#include "kernels/error.hpp"

namespace {

constexpr int kExitToResume = 75;  // EX_TEMPFAIL: the same command again, with --resume

// The exit code of a command that ran to its end.
int run(const std::vector<std::string>& arguments) {
  try {
    hubcensus::run_command_line(arguments);
    return 0;
  } catch (const hubcensus::FoundDifference&) {
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is a failed write, not a death
  hubcensus::install_interrupt_handlers();
  try {
    const int exit_code = run({argv + 1, argv + argc});
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw hubcensus::Error(hubcensus::ErrorKind::output, "cannot write to standard output");
    }
    return exit_code;
  } catch (const hubcensus::Error& error) {
    hubcensus::say_error(error.what());
    return error.exit_code();
  } catch (const hubcensus::Interrupted& interrupted) {
    if (interrupted.is_resumable) {
      hubcensus::say_error("stopped by signal " + std::to_string(interrupted.signal) +
                           "; --resume goes on from --checkpoint");
      return kExitToResume;
    }
    hubcensus::say_error("stopped by signal " + std::to_string(interrupted.signal) +
                         "; no report was written");
    return 128 + interrupted.signal;
  } catch (const std::bad_alloc&) {
    hubcensus::say_error("out of memory; narrow --from/--to, or give the job more");
    return static_cast<int>(hubcensus::ErrorKind::limit);
  } catch (const std::exception& error) {
    hubcensus::say_error(std::string("internal error: ") + error.what());
    return static_cast<int>(hubcensus::ErrorKind::internal);
  }
}
