// `hubcensus merge`: the flags, and the run.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/tally/merge_tallies.hpp"

namespace hubcensus {

// To outlive the parsing of `app`, which writes into it.
class MergeCommand {
 public:
  explicit MergeCommand(CLI::App& app);

  void run();

 private:
  MergeOptions options_;
  std::string memory_limit_;
  bool json_ = false;
};

}  // namespace hubcensus
