// The kinds of input that the generator can write, and the words of --kinds that name them.
#pragma once

#include <string>
#include <vector>

namespace hubcensus {

struct RecordKinds {
  bool daily = false;
  bool publisher = false;
  bool cumulative = false;
  bool rolling30 = false;
  bool requests = false;
  bool api = false;
  bool full = false;  // daily, cumulative and api too, and what planted_hub.hpp tells
};

// Throws Error(usage) that names the nearest word for one that is none.
RecordKinds record_kinds_of(const std::vector<std::string>& words);

}  // namespace hubcensus
