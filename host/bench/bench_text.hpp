// What was measured, as lines for a terminal and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "host/bench/measure.hpp"
#include "host/report/manifest.hpp"

namespace hubcensus::bench {

struct MeasuredBackend {
  std::string name;
  std::string device;  // empty: none
  MemoryRates rates;
};

struct Results {
  Hardware hardware;
  int threads = 0;
  std::vector<MeasuredBackend> backends;
  std::vector<Measurement> measurements;
};

// Of the last backend: where it works, what its memory does, and the columns.
std::string heading_of(const Results& results);
std::string text_of(const Measurement& measurement, const MeasuredBackend& backend);
std::string json_of(const Results& results);

}  // namespace hubcensus::bench
