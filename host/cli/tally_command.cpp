#include "host/cli/tally_command.hpp"

#include "host/job/tally_job.hpp"

namespace hubcensus {

TallyCommand::TallyCommand(CLI::App& app)
    : flags_(*app.add_subcommand("tally",
                                 "Fold a part of the records into a file, for merge and report"),
             ReportFlags::Of::tally) {
  app.get_subcommand("tally")->footer(
      "Takes the flags of report; those that say nothing about records are accepted and do\n"
      "nothing. Give --models as for the report: ages and sizes of the records follow it.");
}

void TallyCommand::run(const std::vector<std::string>& arguments) {
  ReportOptions options = flags_.finish();
  options.arguments = arguments;
  run_tally(options);
}

}  // namespace hubcensus
