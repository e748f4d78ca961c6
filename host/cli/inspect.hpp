// `hubcensus inspect`: what a file holds, and what of it would be used.
#pragma once

#include <string>

namespace hubcensus {

// Kind detected, size, rows, schema, and for each column whether and as what it is used. Text of at
// most 100 columns a line. Throws Error where the file cannot be read.
std::string inspect_file(const std::string& path);

}  // namespace hubcensus
