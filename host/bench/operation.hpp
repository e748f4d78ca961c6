// One operation of a backend as it is timed: its data is made before, its result is checked first.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/bench/bench_options.hpp"
#include "kernels/backend.hpp"

namespace hubcensus::bench {

class Operation {
 public:
  virtual ~Operation() = default;

  // Rows, or values or cells, of one run.
  virtual int64_t rows() const = 0;
  // What a run must move through memory: each input read once, each output written once.
  virtual int64_t bytes() const = 0;
  // Runs once and compares the result with one that is computed here, without a backend.
  virtual bool is_right() = 0;
  virtual void run() = 0;
  // Brings back what a run has changed; not timed.
  virtual void restore() {}
  // What a device worked on the last run, its data being there; none where it cannot be told.
  virtual std::optional<double> device_seconds() const { return std::nullopt; }
};

struct NamedOperation {
  std::string_view name;
  std::string_view meaning;
  // The data lives where the backend works when it returns.
  std::unique_ptr<Operation> (*make)(Backend& backend, const Options& options);
};

const std::vector<NamedOperation>& statistics_operations();
const std::vector<NamedOperation>& fold_operations();
const std::vector<NamedOperation>& sort_operations();

}  // namespace hubcensus::bench
