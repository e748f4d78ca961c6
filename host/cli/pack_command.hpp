// `hubcensus pack`: the flags, and the run.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/pack/pack_records.hpp"

namespace hubcensus {

// To outlive the parsing of `app`, which writes into it.
class PackCommand {
 public:
  explicit PackCommand(CLI::App& app);
  PackCommand(const PackCommand&) = delete;
  PackCommand& operator=(const PackCommand&) = delete;

  void run();

 private:
  void add_inputs(CLI::App& pack);
  void add_output(CLI::App& pack);

  PackOptions options_;
  std::string kind_, out_, codec_ = "zstd", max_line_bytes_, memory_limit_;
  bool json_ = false;
};

}  // namespace hubcensus
