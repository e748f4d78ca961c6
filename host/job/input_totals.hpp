// What input files hold, as far as their sizes and footers tell: nothing else of them is read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/console/progress.hpp"

namespace hubcensus {

// None: standard input, whose size no one knows; rows only of Parquet.
StageTotals input_totals(const std::string& path);
// The sum; none where any is unknown.
StageTotals input_totals(const std::vector<std::string>& paths);

}  // namespace hubcensus
