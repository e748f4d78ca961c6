// Writes the dated series of dumps, FOLDER/YYYY-MM-DD/models.parquet, one after another: no more
// than two counters for each model and two waves of row groups are held.
//
// Unlike in models.parquet, downloadsAllTime is the sum of the daily records alone.
#pragma once

#include <filesystem>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

// By month: the last day of each month from 2021-12-31 on. By week: the Sundays of 2025, with the
// columns that all dumps have and no others. Throws Error(output).
Json write_snapshots(const SampleHub& hub, const std::filesystem::path& folder, bool weekly);

}  // namespace hubcensus::generate
