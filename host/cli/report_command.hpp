// `hubcensus report`: dumps and download records in, the census out.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "host/cli/report_flags.hpp"

namespace hubcensus {

class ReportCommand {
 public:
  // `arguments`: of the whole command line, for the manifest.
  ReportCommand(CLI::App& app, std::vector<std::string> arguments)
      : flags_(app), arguments_(std::move(arguments)) {}

  void run();

 private:
  ReportFlags flags_;
  std::vector<std::string> arguments_;
};

}  // namespace hubcensus
