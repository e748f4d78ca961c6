#include "host/cli/inspect_command.hpp"

#include <cstdio>

#include "host/cli/inspect.hpp"

namespace hubcensus {

InspectCommand::InspectCommand(CLI::App& app) {
  CLI::App* inspect = app.add_subcommand("inspect", "Show what files hold and what would be used");
  inspect->add_option("files", files_, "Files of any input kind")->type_name("FILE...")->required();
}

void InspectCommand::run() {
  for (const std::string& file : files_) {
    if (&file != &files_.front()) std::fputs("\n", stdout);
    std::fputs(inspect_file(file).c_str(), stdout);
  }
}

}  // namespace hubcensus
