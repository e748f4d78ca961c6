// Bold and red, where a person looks at a terminal: never in a file or a pipe, not where NO_COLOR
// is set, nor on a dumb terminal.
#pragma once

#include <string>

namespace hubcensus {

// Whether what goes to that file descriptor may carry escape sequences.
bool is_styled(int descriptor);

class TerminalStyle {
 public:
  explicit TerminalStyle(bool is_styled) : is_styled_(is_styled) {}

  std::string bold(const std::string& text) const { return within("\x1b[1m", text); }
  std::string red(const std::string& text) const { return within("\x1b[1;31m", text); }

 private:
  std::string within(const char* begin, const std::string& text) const {
    return is_styled_ ? begin + text + "\x1b[0m" : text;
  }

  bool is_styled_;
};

}  // namespace hubcensus
