// `hubcensus bench`: the flags of it.
#pragma once

#include <CLI/CLI.hpp>

#include "host/bench/bench_options.hpp"

namespace hubcensus {

class BenchCommand {
 public:
  explicit BenchCommand(CLI::App& app);
  BenchCommand(const BenchCommand&) = delete;
  BenchCommand& operator=(const BenchCommand&) = delete;

  void run();

 private:
  bench::Options options_;
};

}  // namespace hubcensus
