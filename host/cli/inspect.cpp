#include "host/cli/inspect.hpp"

namespace hubcensus {

std::string inspect_file(const std::string& path) { return path + "\n"; }

}  // namespace hubcensus
