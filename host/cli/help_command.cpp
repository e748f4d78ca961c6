#include "host/cli/help_command.hpp"

#include <unistd.h>

#include <cstdio>

#include "host/cli/help_text.hpp"
#include "host/cli/terminal_style.hpp"

namespace hubcensus {

HelpCommand::HelpCommand(CLI::App& app) : program_(app) {
  CLI::App* help = app.add_subcommand("help", "Show the flags and examples of a command");
  help->add_option("command", command_, "The command; without one, all are listed")
      ->type_name("COMMAND");
  help->footer("Examples:\n  hubcensus help\n  hubcensus help report");
}

void HelpCommand::run() const {
  const CLI::App& shown = command_.empty() ? program_ : command_of(program_, command_);
  std::fputs(help_text(shown, is_styled(STDOUT_FILENO)).c_str(), stdout);
}

}  // namespace hubcensus
