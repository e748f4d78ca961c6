#include "host/console/console.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <system_error>

#include "host/console/terminal_style.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

class Console {
 public:
  static Console& instance() {
    static Console console;
    return console;
  }

  void configure(const ConsoleOptions& options) {
    const std::lock_guard lock(mutex_);
    options_ = options;
    if (options.log_file.empty()) return;
    log_ = ::open(options.log_file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (log_ >= 0) return;
    throw Error(ErrorKind::output, "cannot open the log file '" + options.log_file +
                                       "': " + std::generic_category().message(errno));
  }

  const ConsoleOptions& options() const { return options_; }
  bool has_log() const { return log_ >= 0; }

  void print(const std::string& prefix, const std::string& message) {
    const std::lock_guard lock(mutex_);
    const std::string drawn = drawn_;
    draw("");
    std::fprintf(stderr, "%s%s\n", prefix.c_str(), message.c_str());
    draw(drawn);
  }

  // One write a line: several jobs may share a log.
  void log(const std::string& message) {
    const std::lock_guard lock(mutex_);
    if (log_ < 0) return;
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> time{};
    std::strftime(time.data(), time.size(), "%Y-%m-%dT%H:%M:%SZ ", &utc);
    const std::string line = time.data() + message + "\n";
    // A full disk ends the report where that is written, not where a line is logged.
    const ssize_t written = ::write(log_, line.data(), line.size());
    static_cast<void>(written);
  }

  void redraw(const std::string& text) {
    const std::lock_guard lock(mutex_);
    draw(text);
  }

 private:
  // The rest of a longer line before is covered by spaces: no terminal lacks those.
  void draw(const std::string& text) {
    const std::string cut = fit_columns(text, columns() - 1);
    if (cut == drawn_) return;
    const size_t rest = drawn_.size() > cut.size() ? drawn_.size() - cut.size() : 0;
    const std::string cover(rest, ' ');
    std::fprintf(stderr, "\r%s%s%s", cut.c_str(), cover.c_str(), cut.empty() ? "\r" : "");
    std::fflush(stderr);
    drawn_ = cut;
  }

  static size_t columns() {
    constexpr size_t kUsual = 80;
    constexpr size_t kLeast = 20;
    winsize size{};
    const bool is_known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? std::max(kLeast, size_t{size.ws_col}) : kUsual;
  }

  std::mutex mutex_;
  ConsoleOptions options_;
  int log_ = -1;
  std::string drawn_;
};

// Messages quote paths and columns that anybody may have named: one line, no control characters.
std::string one_line(std::string message) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  return terminal_text(message);
}

}  // namespace

void configure_console(const ConsoleOptions& options) { Console::instance().configure(options); }
const ConsoleOptions& console_options() { return Console::instance().options(); }
bool has_log() { return Console::instance().has_log(); }

void say(const std::string& message) {
  const std::string line = one_line(message);
  if (!console_options().is_quiet) Console::instance().print("hubcensus: ", line);
  log_line(line);
}

void say_verbose(const std::string& message) {
  const std::string line = one_line(message);
  if (console_options().is_verbose) Console::instance().print("hubcensus: ", line);
  log_line(line);
}

void say_error(const std::string& message) {
  const std::string line = one_line(message);
  const TerminalStyle style(is_styled(STDERR_FILENO));
  Console::instance().print(style.red("hubcensus:") + " ", line);
  log_line("error: " + line);
}

void log_line(const std::string& message) { Console::instance().log(message); }

void print_result(const std::string& text) {
  draw_progress("");
  std::fputs(text.c_str(), stdout);
}

void draw_progress(const std::string& text) { Console::instance().redraw(text); }
void print_progress(const std::string& line) { Console::instance().print("", line); }

}  // namespace hubcensus
