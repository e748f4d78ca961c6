// `hubcensus inspect` of Hub API objects.
#pragma once

#include <string>

#include "host/cli/inspection.hpp"

namespace hubcensus {

// Kind detected, how many objects were looked at, and for each top-level member in how many of them
// it is and whether it is used.
Inspection inspect_json(const std::string& path);

}  // namespace hubcensus
