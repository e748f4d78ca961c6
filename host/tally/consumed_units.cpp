#include "host/tally/consumed_units.hpp"

#include "host/ingest/text/quoted_text.hpp"

namespace hubcensus {

void ConsumedUnits::add(const std::string& key, const ConsumedFile& file,
                        const RecordCounts& counts) {
  if (!units_.try_emplace(key, ConsumedUnit{file, counts}).second) {
    throw Error(ErrorKind::internal, "a unit of input was folded twice: " + key);
  }
  files_[file].merge(counts);
}

void ConsumedUnits::merge(const ConsumedUnits& other, const Holder& holder,
                          const std::string& name) {
  const auto& [other_units, other_files] = other;
  for (const auto& [file, counts] : other_files) add_file(file);
  for (const auto& [key, unit] : other_units) {
    const auto held = units_.find(key);
    if (held == units_.end()) {
      add(key, unit.file, unit.counts);
    } else if (unit.counts.read > 0) {
      throw Error(ErrorKind::invalid_input,
                  "a unit of input is held twice: " + name + " has " + key + " of " +
                      quoted_text(unit.file.path) + ", and so has " + holder(key) + ", of " +
                      quoted_text(held->second.file.path) + "; merge one of the two");
    }
  }
}

RecordCounts ConsumedUnits::total() const {
  RecordCounts total;
  for (const auto& [file, counts] : files_) total.merge(counts);
  return total;
}

}  // namespace hubcensus
