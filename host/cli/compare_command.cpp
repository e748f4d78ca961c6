#include "host/cli/compare_command.hpp"

#include "host/cli/flag_numbers.hpp"
#include "host/job/compare_job.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

CompareCommand::CompareCommand(CLI::App& app, std::vector<std::string> arguments)
    : command_(*app.add_subcommand(
          "compare",
          "Run one job on every backend that can be used, or compare two finished reports")),
      flags_(command_, ReportFlags::Of::compare),
      arguments_(std::move(arguments)) {
  command_.add_option("reports", reports_, "Two finished reports, instead of a job to run")
      ->type_name("DIR DIR");
  command_.add_option("--repeat", repeat_, "Runs on each backend; times are their medians (1)")
      ->type_name("N");
  command_.add_flag("--json", as_json_, "Print JSON; report --runtimes shows it");
  command_.footer(
      "Exit code 1 where a table differs, with the first cell that does.\n"
      "\nExamples:\n"
      "  hubcensus compare --models models.parquet --downloads downloads/ --repeat 3\n"
      "  hubcensus compare gpu-node/census laptop/census --json");
}

void CompareCommand::run() {
  if (!reports_.empty()) {
    compare_finished();
    return;
  }
  check_at_least(1, repeat_, "--repeat");
  CompareOptions options{flags_.finish(), repeat_, as_json_};
  options.report.arguments = arguments_;
  compare_backends(options);
}

void CompareCommand::compare_finished() const {
  if (reports_.size() != 2) {
    throw Error(ErrorKind::usage,
                "compare wants two finished reports, not " + std::to_string(reports_.size()));
  }
  for (const CLI::Option* option : command_.get_options()) {
    const std::string name = option->get_name();
    if (option->count() == 0 || name == "reports" || name == "--json") continue;
    throw Error(ErrorKind::usage, name + " is for a job to run, not for two finished reports");
  }
  compare_reports(reports_[0], reports_[1], as_json_);
}

}  // namespace hubcensus
