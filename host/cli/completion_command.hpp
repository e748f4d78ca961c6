// `hubcensus completion SHELL`: prints the script by which a shell completes the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hubcensus {

class CompletionCommand {
 public:
  explicit CompletionCommand(CLI::App& app);
  CompletionCommand(const CompletionCommand&) = delete;
  CompletionCommand& operator=(const CompletionCommand&) = delete;

  // Throws Error(usage) for a shell that is not known.
  void run() const;

 private:
  const CLI::App& program_;
  std::string shell_;
};

}  // namespace hubcensus
