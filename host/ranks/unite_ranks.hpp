// What the ranks folded, each its shard of the units, becomes what one process would have folded.
// It refuses to unite ranks that saw other inputs.
//
// Models that only records know join at each rank in an order of its own; the first learns of all,
// and its numbers are those of all.
#pragma once

#include <vector>

#include "host/ingest/records/record_block.hpp"
#include "host/ranks/ranks.hpp"
#include "host/tally/checkpoint.hpp"
#include "host/tally/consumed_units.hpp"

namespace hubcensus {

// What a rank folded.
struct RankPart {
  Tally& tally;
  Catalog& catalog;
  ModelResolver& resolver;
  std::vector<RecordCounts>& counts;  // [source]
  ConsumedUnits& units;
  FoldSeconds& seconds;
};

// Together. Throws Error(invalid_input) where this rank's inputs are not the first's. `identity`
// has the same names everywhere.
void check_same_inputs(const Ranks& ranks, const RunIdentity& identity);

// Together: at the first, `part` becomes that of all; at others it means nothing then. Without
// `with_units` the units of the first stay its own.
void unite_ranks(const Ranks& ranks, const RankPart& part, bool with_units, MemoryBudget& budget);

}  // namespace hubcensus
