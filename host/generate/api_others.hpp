// Writes the smaller lists of the Hub's API, an object a line: datasets.jsonl, spaces.jsonl,
// organizations.jsonl (overviews of the sample's organisations) and daily_papers.jsonl.
//
// They are there to be read and told apart from models; their numbers follow no published shape.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

struct ApiLists {
  Json rows;                   // by file
  Json facts = Json::array();  // of what was planted, and of the papers
};

// With planted ones: also datasets.parquet, the same datasets in the hub-stats schema, and datasets
// of a task that is last in 2024 and first in 2025. Throws Error(output).
ApiLists write_api_others(const SampleHub& hub, const std::filesystem::path& folder);

}  // namespace hubcensus::generate
