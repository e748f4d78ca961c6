#include "host/cli/inspect_command.hpp"

#include <cstdio>

#include "host/cli/inspect.hpp"

namespace hubcensus {

InspectCommand::InspectCommand(CLI::App& app) {
  CLI::App* inspect = app.add_subcommand("inspect", "Show what files hold and what would be used");
  inspect->add_option("files", files_, "Files of any input kind")->type_name("FILE...")->required();
  inspect->footer(
      "It tells the kind of each file, its rows, its columns and what each is used as, and what "
      "is\n"
      "missing. Of Parquet the footer alone is read.\n"
      "\nExamples:\n"
      "  hubcensus inspect models.parquet\n"
      "  hubcensus inspect downloads/*.csv.gz accounts.csv");
}

void InspectCommand::run() {
  for (const std::string& file : files_) {
    if (&file != &files_.front()) std::fputs("\n", stdout);
    std::fputs(inspect_file(file).c_str(), stdout);
  }
}

}  // namespace hubcensus
