#include "host/cli/tally_command.hpp"

#include "host/job/tally_job.hpp"

namespace hubcensus {

TallyCommand::TallyCommand(CLI::App& app, std::vector<std::string> arguments)
    : flags_(*app.add_subcommand("tally",
                                 "Fold a part of the records into a file, for merge and report"),
             ReportFlags::Of::tally),
      arguments_(std::move(arguments)) {
  app.get_subcommand("tally")->footer(
      "Takes the flags of report; those that say nothing about records are accepted and do\n"
      "nothing. Give --models as for the report: ages and sizes of the records follow it.\n"
      "\nExamples:\n"
      "  hubcensus tally --models models.parquet --downloads downloads/ --shard 1/2 --out 1.tally\n"
      "  hubcensus tally --models models.parquet --downloads downloads/ --shard 2/2 --out 2.tally\n"
      "  hubcensus report --models models.parquet --tally 1.tally --tally 2.tally --out census");
}

void TallyCommand::run() {
  ReportOptions options = flags_.finish();
  options.arguments = arguments_;
  run_tally(options);
}

}  // namespace hubcensus
