// A finished report's manifest.json, read back for whoever compares reports: program, machine,
// backend, records, stages and peaks. Tables and files are FinishedReport's to read.
#pragma once

#include <filesystem>

#include "host/report/manifest.hpp"

namespace hubcensus {

// Throws Error(missing_input) where the folder or its manifest is not there, Error(invalid_input)
// where that is no manifest of this program's form; the message names the file and the member.
RunManifest read_manifest(const std::filesystem::path& folder);

}  // namespace hubcensus
