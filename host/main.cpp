// The program: one catch, and the exit code of what was caught.

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "host/cli/command_line.hpp"
#include "host/interrupt.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace {

constexpr int kExitToResume = 75;  // EX_TEMPFAIL: the same command again, with --resume

// Messages quote paths and columns that anybody may have named: one line, no control characters.
void print_message(std::string message) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  std::fprintf(stderr, "hubcensus: %s\n", hubcensus::terminal_text(message).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is a failed write, not a death
  hubcensus::install_interrupt_handlers();
  try {
    hubcensus::run_command_line({argv + 1, argv + argc});
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      throw hubcensus::Error(hubcensus::ErrorKind::output, "cannot write to standard output");
    }
    return 0;
  } catch (const hubcensus::Error& error) {
    print_message(error.what());
    return error.exit_code();
  } catch (const hubcensus::Interrupted& interrupted) {
    if (interrupted.is_resumable) {
      std::fprintf(stderr, "hubcensus: stopped by signal %d; --resume goes on from --checkpoint\n",
                   interrupted.signal);
      return kExitToResume;
    }
    std::fprintf(stderr, "hubcensus: stopped by signal %d; no report was written\n",
                 interrupted.signal);
    return 128 + interrupted.signal;
  } catch (const std::bad_alloc&) {
    std::fputs("hubcensus: out of memory; narrow --from/--to, or give the job more\n", stderr);
    return static_cast<int>(hubcensus::ErrorKind::limit);
  } catch (const std::exception& error) {
    print_message(std::string("internal error: ") + error.what());
    return static_cast<int>(hubcensus::ErrorKind::internal);
  }
}
