// What `hubcensus tally` and `hubcensus merge` say of the tally that they wrote.
#pragma once

#include <string>
#include <vector>

#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

struct WrittenTally {
  std::string path;
  std::vector<std::string> merged;  // the tallies that it was made of; of a fold none
  RecordCounts total;
  int64_t files = 0;  // of records
};

std::string to_text(const WrittenTally& written);
// With the size and the digest of the file, which is there.
std::string to_json(const WrittenTally& written);

}  // namespace hubcensus
