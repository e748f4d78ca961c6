// `hubcensus generate`: a sample Hub in the real schemas.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "host/generate/generate.hpp"

namespace hubcensus {

class GenerateCommand {
 public:
  explicit GenerateCommand(CLI::App& app);
  GenerateCommand(const GenerateCommand&) = delete;
  GenerateCommand& operator=(const GenerateCommand&) = delete;

  void run();

 private:
  void add_shape(CLI::App& generate);
  std::string written_json() const;

  GenerateOptions options_;
  std::string files_ = "many", order_ = "day", ids_ = "string", snapshots_ = "month", out_;
  bool json_ = false;
  std::vector<std::string> kinds_ = {"daily"};
};

}  // namespace hubcensus
