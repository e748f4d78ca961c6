// `hubcensus tally`: the flags, and the run.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "host/cli/report_flags.hpp"

namespace hubcensus {

// To outlive the parsing of `app`, which writes into it.
class TallyCommand {
 public:
  // `arguments`: of the whole command line, for the manifest.
  TallyCommand(CLI::App& app, std::vector<std::string> arguments);

  void run();

 private:
  ReportFlags flags_;
  std::vector<std::string> arguments_;
};

}  // namespace hubcensus
