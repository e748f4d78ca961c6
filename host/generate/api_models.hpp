// Writes the rows of models.parquet as the Hub's API tells them: models.jsonl, an object a line,
// and models.json, one array.
#pragma once

#include <filesystem>

#include "host/generate/dump_file.hpp"

namespace hubcensus::generate {

// `layout` is that of the dump, but for the path. Throws Error(output).
void write_api_models(const SampleHub& hub, const Totals& totals, const DumpLayout& layout,
                      const std::filesystem::path& folder);

}  // namespace hubcensus::generate
