// The flags that every command has.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hubcensus {

class ProgramFlags {
 public:
  explicit ProgramFlags(CLI::App& app);
  ProgramFlags(const ProgramFlags&) = delete;
  ProgramFlags& operator=(const ProgramFlags&) = delete;

  bool prints_config() const { return print_config_; }

 private:
  std::string config_;
  bool print_config_ = false;
};

}  // namespace hubcensus
