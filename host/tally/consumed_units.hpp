// Which units of input a tally holds, and what became of their rows: the part of the manifest that
// travels with it. A unit is known by its content (RecordSource::unit_key), and by its day where
// only the path or a flag tells that. Invariant: no unit is held twice.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

struct ConsumedFile {
  std::string hash;
  std::string path;  // where it lay, for people
  int64_t bytes = 0;
  std::vector<std::string> missing_columns{};

  auto operator<=>(const ConsumedFile&) const = default;
};

struct ConsumedUnit {
  ConsumedFile file;
  RecordCounts counts;
};

class ConsumedUnits {
 public:
  bool holds(std::string_view key) const { return units_.contains(key); }
  // A file without a unit, or whose units come behind.
  void add_file(const ConsumedFile& file) { files_.emplace(file, RecordCounts()); }
  // Throws Error(internal) where it is held.
  void add(const std::string& key, const ConsumedFile& file, const RecordCounts& counts);
  // Throws Error(invalid_input) where both hold a unit with rows; `holder` names who brought a unit
  // here, `name` whose the other is. A unit without a row, such as a file of a header alone, may be
  // in both.
  using Holder = std::function<std::string(const std::string& key)>;
  void merge(const ConsumedUnits& other, const Holder& holder, const std::string& name);

  // In order of their keys, and of hash and path.
  const std::map<std::string, ConsumedUnit, std::less<>>& units() const { return units_; }
  const std::map<ConsumedFile, RecordCounts>& files() const { return files_; }
  RecordCounts total() const;

 private:
  std::map<std::string, ConsumedUnit, std::less<>> units_;
  std::map<ConsumedFile, RecordCounts> files_;  // the sum over the units of each
};

}  // namespace hubcensus
