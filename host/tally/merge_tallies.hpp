// `hubcensus merge`: tally files become one, without a catalogue. It refuses to decide which models
// are the same (host/tally/held_model.hpp): it unites tables. Any order and any tree of merges
// gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/tally/written_tally.hpp"

namespace hubcensus {

struct MergeOptions {
  std::vector<std::string> tallies;  // files, folders or globs are not expanded
  std::string out;
  bool force = false;
  int64_t memory_limit = 0;  // bytes; 0: four fifths of what the job may use
};

// Throws Error(invalid_input) where two differ in their settings or facets, or hold the same unit.
WrittenTally merge_tallies(const MergeOptions& options);

}  // namespace hubcensus
