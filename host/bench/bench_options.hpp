// What `hubcensus bench` is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hubcensus::bench {

struct Options {
  int64_t rows = 1'000'000;
  int64_t models = 3'000'000;  // of the records that are folded
  std::string backend = "all";
  int device = 0;
  std::vector<std::string> operations;  // none: all
  int repetitions = 9;
  int threads = 0;   // 0: all cores
  std::string json;  // file to write; empty: none
};

}  // namespace hubcensus::bench
