// Writes the rows of a tally file (host/tally/tally_format.hpp) from front to back, with its seal.
// The same rows give the same bytes with the same Arrow library.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "host/report/output_file.hpp"
#include "host/tally/tally_format.hpp"

namespace hubcensus {

class TallyWriter {
 public:
  explicit TallyWriter(OutputFile& file);
  ~TallyWriter();

  void add(const TallyRow& row);
  // Ends the file. metadata: by name behind "hubcensus.tally."; those without a name are the form.
  void finish(const std::map<std::string, std::string>& metadata);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hubcensus
