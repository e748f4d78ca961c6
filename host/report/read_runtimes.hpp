// The times of an earlier `hubcensus compare --json`, for the page of a report.
#pragma once

#include <filesystem>
#include <vector>

#include "host/report/manifest.hpp"

namespace hubcensus {

// Throws Error(missing_input) where the file cannot be read, Error(invalid_input) where it is no
// such JSON.
std::vector<BackendTimes> read_runtimes(const std::filesystem::path& path);

}  // namespace hubcensus
