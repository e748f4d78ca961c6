// What every writer of the sample Hub's inputs is handed, and what it hands back: the section of
// expected.json about its own files. It owns nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "host/generate/activity.hpp"

namespace hubcensus::generate {

using Json = nlohmann::ordered_json;

struct PlantedHub;

struct SampleHub {
  const Population& population;
  const GrowthCurve& growth;
  const Activity& activity;
  const PlantedHub& planted;  // empty without the kind full
  int threads;
};

// Adds each model's downloads of the days [first, last] to sums[model]; days before the first one
// have none.
void add_days(const SampleHub& hub, int32_t first, int32_t last, std::vector<uint64_t>& sums);

}  // namespace hubcensus::generate
