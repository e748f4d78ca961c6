// `hubcensus inspect`: what a file holds, and what of it would be used.
#pragma once

#include <string>

#include "host/cli/inspection.hpp"

namespace hubcensus {

// Kind detected, size, rows, schema, and for each column whether and as what it is used. Throws
// Error where the file cannot be read.
Inspection inspect(const std::string& path);

}  // namespace hubcensus
