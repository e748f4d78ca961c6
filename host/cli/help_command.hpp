// `hubcensus help [COMMAND]`: the help of the program or of one command.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hubcensus {

class HelpCommand {
 public:
  explicit HelpCommand(CLI::App& app);
  HelpCommand(const HelpCommand&) = delete;
  HelpCommand& operator=(const HelpCommand&) = delete;

  // Throws Error(usage) for a command that is none, naming the nearest.
  void run() const;

 private:
  const CLI::App& program_;
  std::string command_;
};

}  // namespace hubcensus
