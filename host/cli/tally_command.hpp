// `hubcensus tally`: the flags, and the run.
#pragma once

#include <CLI/CLI.hpp>

#include "host/cli/report_flags.hpp"

namespace hubcensus {

// To outlive the parsing of `app`, which writes into it.
class TallyCommand {
 public:
  explicit TallyCommand(CLI::App& app);

  void run(const std::vector<std::string>& arguments);

 private:
  ReportFlags flags_;
};

}  // namespace hubcensus
