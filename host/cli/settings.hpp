// Flags that are not on the command line, from the environment and from the file of --config. The
// command line beats the environment, the environment beats the file; a list is taken from one of
// them, whole. It makes arguments of them, so that a flag means and refuses the same wherever it
// stands.
//
//   --memory-limit 4G       HUBCENSUS_MEMORY_LIMIT=4G       memory-limit = "4G" below [report]
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hubcensus {

struct Setting {
  std::string flag;                    // "--memory-limit"
  std::vector<std::string> arguments;  // none: a flag that is off
  std::string origin;                  // "the variable HUBCENSUS_MEMORY_LIMIT", for messages
};

// Of the flags that `program`, which has parsed the command line, did not meet there. Throws
// Error(usage) for a key of the file that is no flag, and a value that cannot be one of its flag.
std::vector<Setting> settings_beside(const CLI::App& program);

// The arguments, and those of the settings.
std::vector<std::string> with_settings(std::vector<std::string> arguments,
                                       const std::vector<Setting>& settings);

// The message, and where the values come from that it speaks of.
std::string with_origins(const std::string& message, const std::vector<Setting>& settings);

// What `program` has parsed, as a file for --config that makes the same run.
std::string settings_text(const CLI::App& program);

}  // namespace hubcensus
