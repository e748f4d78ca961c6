// The flags that every command has.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/console/console.hpp"

namespace hubcensus {

class ProgramFlags {
 public:
  explicit ProgramFlags(CLI::App& app);
  ProgramFlags(const ProgramFlags&) = delete;
  ProgramFlags& operator=(const ProgramFlags&) = delete;

  bool prints_config() const { return print_config_; }
  // Throws Error(usage) for a form of progress that is none.
  ConsoleOptions console() const;

 private:
  std::string config_;
  bool print_config_ = false;
  bool quiet_ = false;
  bool verbose_ = false;
  std::string progress_ = "auto", log_file_;
};

}  // namespace hubcensus
