// The one exception type of hubcensus. Its kind is the exit code of the process; main() alone
// catches it. A bad row is never an Error: it is counted as a rejection.
#pragma once

#include <stdexcept>
#include <string>

namespace hubcensus {

enum class ErrorKind : int {
  internal = 1,       // a broken invariant: a defect of hubcensus
  usage = 2,          // a wrong command line
  missing_input = 3,  // an input is absent or cannot be read
  invalid_input = 4,  // an input was read and is not what it must be
  limit = 5,          // memory or disk: the message names the bytes and the flag that helps
  backend = 6,        // a named backend or device cannot be used
  output = 7,         // the output cannot be written
};

// Messages begin with static text, then values, then a hint: "cannot open FILE: no such file".
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  ErrorKind kind() const { return kind_; }
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  ErrorKind kind_;
};

}  // namespace hubcensus
