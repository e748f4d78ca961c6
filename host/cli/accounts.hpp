// `hubcensus accounts`: the built-in annotations as CSV, or as JSON, to be read, corrected and
// given back with
// --accounts.
#pragma once

#include <string>

namespace hubcensus {

// Writes them to the file `out`, whole or not at all, or to standard output where it is empty.
// Throws Error(usage) where the file is there and `force` is not given.
void write_accounts(const std::string& out, bool force, bool as_json);

}  // namespace hubcensus
