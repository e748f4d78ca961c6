// Writes publisher-analytics.csv, the daily records in the shape of the Hub's own export for
// publishers: repoType, repoName, total, timestamp, downloads. The rows of a repository follow each
// other by day, `total` is their running sum. A few rows are of datasets and spaces; a space bears
// the name of the model before it.
//
// Records are made by day and written by model: the days are made again for each range of models
// whose records fit 2^24 cells of 8 bytes.
#pragma once

#include <filesystem>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

// Throws Error(output).
Json write_publisher(const SampleHub& hub, const std::filesystem::path& path);

}  // namespace hubcensus::generate
