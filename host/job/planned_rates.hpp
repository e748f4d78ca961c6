// How fast storage, decoding, transfers, folds and merges are, for plans of runs that are yet to
// come: read from a file, assumed where it tells nothing, and always said which. It measures
// nothing; the names and meanings are those of scripts/scale_model.py.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace hubcensus {

// The text of scripts/assumed_rates.json.
extern const char* const kAssumedRates;

class PlannedRates {
 public:
  // The assumed ones.
  PlannedRates();
  // Of a file of rates or of `hubcensus bench --json`. Throws Error(missing_input) and
  // Error(invalid_input), naming the file.
  explicit PlannedRates(const std::string& path);

  // Above 0, but for times, which may be 0. The name must be one of the assumed rates.
  double at(const std::string& name) const { return values_.at(name); }
  // Of the storage that all nodes share; infinite where they share none.
  double shared_storage() const;
  // "measured: SOURCE", or what is assumed.
  std::string label() const;

 private:
  std::map<std::string, double> values_;
  std::vector<std::string> assumed_;  // names of those that nobody measured
  std::string source_;
};

}  // namespace hubcensus
