#include "host/cli/inspect_command.hpp"

#include <cstdio>

#include "host/cli/inspect.hpp"

namespace hubcensus {

InspectCommand::InspectCommand(CLI::App& app) {
  CLI::App* inspect = app.add_subcommand("inspect", "Show what files hold and what would be used");
  inspect->add_option("files", files_, "Files of any input kind")->type_name("FILE...")->required();
  inspect->option_defaults()->group("Output");
  inspect->add_flag("--json", json_, "Print JSON, a list with an object for each file");
  inspect->footer(
      "It tells the kind of each file, its rows, its columns and what each is used as, and what "
      "is\n"
      "missing. Of Parquet the footer alone is read.\n"
      "\nExamples:\n"
      "  hubcensus inspect models.parquet\n"
      "  hubcensus inspect downloads/*.csv.gz accounts.csv");
}

void InspectCommand::run() {
  std::vector<Inspection> inspections;
  for (const std::string& file : files_) {
    inspections.push_back(inspect(file));
    if (json_) continue;
    if (inspections.size() > 1) std::fputs("\n", stdout);
    std::fputs(to_text(inspections.back()).c_str(), stdout);
  }
  if (json_) std::fputs(to_json(inspections).c_str(), stdout);
}

}  // namespace hubcensus
