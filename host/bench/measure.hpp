// Times one operation: its result is checked first, then it runs many times with caches that lack
// its data, and many times with caches as the run before left them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/bench/operation.hpp"

namespace hubcensus::bench {

// Of several runs.
struct Seconds {
  double median = 0;
  double spread = 0;  // between the quartiles
};

Seconds summary_of(std::vector<double> seconds);

struct Timing {
  bool is_cold = false;
  Seconds wall;                   // from the call to the result in the host's memory
  std::optional<Seconds> device;  // of it the device's work

  // What rates are made from.
  const Seconds& work() const { return device ? *device : wall; }
};

struct Measurement {
  std::string operation;
  std::string backend;
  int64_t rows = 0;
  int64_t bytes = 0;
  std::vector<Timing> timings;
};

// Throws Error(internal) where the result is wrong: nothing that is wrong is timed.
Measurement measure(const NamedOperation& named, Backend& backend, const Options& options);

}  // namespace hubcensus::bench
