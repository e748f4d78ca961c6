// `hubcensus inspect` of Hub API objects.
#pragma once

#include <string>

namespace hubcensus {

// Kind detected, how many objects were looked at, and for each top-level member in how many of them
// it is and whether it is used. Text of at most 100 columns a line.
std::string inspect_json(const std::string& path);

}  // namespace hubcensus
