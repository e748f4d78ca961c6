// Writes the smaller lists of the Hub's API, an object a line: datasets.jsonl, spaces.jsonl,
// organizations.jsonl (overviews of the sample's organisations) and daily_papers.jsonl.
//
// They are there to be read and told apart from models; their numbers follow no published shape.
#pragma once

#include <filesystem>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

// Rows by file. Throws Error(output).
Json write_api_others(const Population& population, const std::filesystem::path& folder);

}  // namespace hubcensus::generate
