// The command line: subcommands, flags and their help. It parses and dispatches, nothing else.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace hubcensus {

// Parses the arguments behind the program's name and runs the subcommand. Help and version go to
// stdout. Throws Error(usage) for a wrong command line, and whatever the subcommand throws:
// Error, Interrupted, or FoundDifference (exit code 1, all is told).
void run_command_line(const std::vector<std::string>& arguments);

}  // namespace hubcensus
