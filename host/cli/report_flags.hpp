// The flags of `hubcensus report`: names, help and the values that they stand for.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/job/report_options.hpp"

namespace hubcensus {

// To outlive the parsing of `app`, which writes into it.
class ReportFlags {
 public:
  explicit ReportFlags(CLI::App& app);
  // Of another subcommand that takes the same inputs, already added to the app.
  enum class Of { report, tally };
  ReportFlags(CLI::App& command, Of of);
  ReportFlags(const ReportFlags&) = delete;
  ReportFlags& operator=(const ReportFlags&) = delete;

  // What was asked for, once all is parsed. Throws Error(usage) where that is nonsense.
  ReportOptions finish();

 private:
  void add_inputs(CLI::App& report);
  void add_lists(CLI::App& report);
  void add_scope(CLI::App& report);
  void add_limits(CLI::App& report);
  void add_tallies(CLI::App& report);
  void set_inputs();
  void check() const;
  void check_tallies() const;

  Of of_;
  ReportOptions options_;
  // Texts that are turned into values once all are parsed.
  std::string models_, accounts_, datasets_, spaces_, papers_, organizations_, companies_,
      champions_;
  std::string downloads_kind_, grain_ = "month", from_, to_, as_of_, memory_limit_, max_line_bytes_,
      shard_;
};

}  // namespace hubcensus
