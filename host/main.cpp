// The program: one catch, and the exit code of what was caught.

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "host/cli/command_line.hpp"
#include "host/cli/found_difference.hpp"
#include "host/interrupt.hpp"
#include "host/ranks/ranks.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace {

constexpr int kExitToResume = 75;  // EX_TEMPFAIL: the same command again, with --resume

// Messages quote paths and columns that anybody may have named: one line, no control characters.
void print_message(std::string message) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  std::fprintf(stderr, "hubcensus: %s%s\n", hubcensus::rank_prefix().c_str(),
               hubcensus::terminal_text(message).c_str());
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
    print_message(error.what());
    return error.exit_code();
  } catch (const hubcensus::OtherRankFailed&) {
    return 128 + SIGTERM;
  } catch (const hubcensus::Interrupted& interrupted) {
    const std::string stopped = "stopped by signal " + std::to_string(interrupted.signal);
    if (interrupted.is_resumable) {
      print_message(stopped + "; --resume goes on from --checkpoint");
      return kExitToResume;
    }
    print_message(stopped + "; no report was written");
    return 128 + interrupted.signal;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "hubcensus: %sout of memory; narrow --from/--to, or give the job more\n",
                 hubcensus::rank_prefix().c_str());
    return static_cast<int>(hubcensus::ErrorKind::limit);
  } catch (const std::exception& error) {
    print_message(std::string("internal error: ") + error.what());
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
