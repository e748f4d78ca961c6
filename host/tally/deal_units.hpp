// The units of the input that a run folds: all, or those of its shard. Who folds what follows from
// the units alone, the largest first to the shard with the least bytes so far, of equals by what
// they hold; neither paths, nor their order, nor threads decide.
#pragma once

#include <string>
#include <vector>

#include "host/job/fold_records.hpp"
#include "host/tally/consumed_units.hpp"

namespace hubcensus {

struct KeyedUnit {
  RecordUnit at;
  std::string key;  // RecordSource::unit_key, with the day of a dump that only its path tells
};

// Shard `shard` of `shards`, from 1. Throws Error(invalid_input) where two files hold the same
// unit: a copy would count twice. Units without a row may repeat; one of them is kept.
std::vector<KeyedUnit> deal_units(const RecordSources& sources, int64_t shard, int64_t shards);

// Takes those out whose key is held by one of the tallies.
struct HeldBack {
  std::vector<uint64_t> by_source;  // units left out
  uint64_t units = 0;
};
HeldBack leave_out_held(std::vector<KeyedUnit>& units, const RecordSources& sources,
                        const ConsumedUnits& held);

}  // namespace hubcensus
