// `hubcensus diff`: which numbers moved between two reports.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace hubcensus {

class DiffCommand {
 public:
  explicit DiffCommand(CLI::App& app);
  DiffCommand(const DiffCommand&) = delete;
  DiffCommand& operator=(const DiffCommand&) = delete;

  // Prints the difference; with --exit-code throws FoundDifference where there is one.
  void run();

 private:
  std::string before_, after_;
  std::vector<std::string> only_;
  int64_t limit_ = 5;
  bool json_ = false;
  bool exit_code_ = false;
};

}  // namespace hubcensus
