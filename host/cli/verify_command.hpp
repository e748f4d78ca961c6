// `hubcensus verify`: are the files of a report those that its manifest tells of?
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hubcensus {

class VerifyCommand {
 public:
  explicit VerifyCommand(CLI::App& app);
  VerifyCommand(const VerifyCommand&) = delete;
  VerifyCommand& operator=(const VerifyCommand&) = delete;

  // Prints what it found; throws FoundDifference where anything is not as the manifest says.
  void run();

 private:
  std::string folder_;
  bool json_ = false;
};

}  // namespace hubcensus
