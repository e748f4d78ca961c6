// What the program says beside its results: on stderr and in the log file, one line a message, made
// safe for a terminal. Where a line of progress stands on the terminal, a message takes its place
// and the line comes again below. Process-wide, as the signals are; every function is thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace hubcensus {

enum class ProgressForm { off, line, json };

struct ConsoleOptions {
  bool is_quiet = false;    // errors alone
  bool is_verbose = false;  // stages as they end, too
  ProgressForm progress = ProgressForm::off;
  std::string log_file;  // everything, with the time, at the end of this file; empty: none
};

// Before anything is said; without it messages go to stderr. Throws Error(output) where the log
// file cannot be opened.
void configure_console(const ConsoleOptions& options);
const ConsoleOptions& console_options();
bool has_log();

// "hubcensus: MESSAGE", unless quiet.
void say(const std::string& message);
// To stderr where verbose; to the log in any case.
void say_verbose(const std::string& message);
// Even where quiet.
void say_error(const std::string& message);
// To the log alone.
void log_line(const std::string& message);

// A result to stdout, as it is: not where a line of progress stands.
void print_result(const std::string& text);

// The line of progress: redrawn in place, cut to the terminal's width. Empty: none.
void draw_progress(const std::string& text);
// A whole line of its own, as it is.
void print_progress(const std::string& line);

}  // namespace hubcensus
