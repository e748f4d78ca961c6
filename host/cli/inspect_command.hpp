// `hubcensus inspect`: the flags of it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hubcensus {

class InspectCommand {
 public:
  explicit InspectCommand(CLI::App& app);
  InspectCommand(const InspectCommand&) = delete;
  InspectCommand& operator=(const InspectCommand&) = delete;

  void run();

 private:
  std::vector<std::string> files_;
  bool json_ = false;
};

}  // namespace hubcensus
