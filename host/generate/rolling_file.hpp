// Writes rolling30.csv: date, model_id, downloads_30d, likes on the 15th and the last day of each
// month, the sum of the 30 days that end there; models without any are left out.
#pragma once

#include <filesystem>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

// Throws Error(output).
Json write_rolling30(const SampleHub& hub, const std::filesystem::path& path);

}  // namespace hubcensus::generate
