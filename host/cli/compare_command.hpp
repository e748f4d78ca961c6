// `hubcensus compare`: its flags, which are those of `report` and a few more, and what they stand
// for.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "host/cli/report_flags.hpp"

namespace hubcensus {

// To outlive the parsing of `app`, which writes into it.
class CompareCommand {
 public:
  // `arguments`: of the whole command line, for the manifests.
  CompareCommand(CLI::App& app, std::vector<std::string> arguments);
  CompareCommand(const CompareCommand&) = delete;
  CompareCommand& operator=(const CompareCommand&) = delete;

  // Throws Error(usage) where what was asked for is nonsense.
  void run();

 private:
  void compare_finished() const;

  CLI::App& command_;
  ReportFlags flags_;
  std::vector<std::string> arguments_;
  std::vector<std::string> reports_;
  int repeat_ = 1;
  bool as_json_ = false;
};

}  // namespace hubcensus
