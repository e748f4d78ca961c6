// Several tally files that are to become one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/tally/tally_file.hpp"

namespace hubcensus {

using TallyFiles = std::vector<std::unique_ptr<TallyFile>>;

TallyFiles open_tallies(const std::vector<std::string>& paths);

// What all have, with the key kind of the first that has one. There is one file at least. Throws
// Error(invalid_input) where two differ.
TallySettings united_settings(const TallyFiles& files);
void check_facets_agree(const TallyFiles& files);

// Throws Error(invalid_input) where two hold the same unit.
ConsumedUnits united_units(const TallyFiles& files);

}  // namespace hubcensus
