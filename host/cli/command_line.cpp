#include "host/cli/command_line.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "host/cli/accounts_command.hpp"
#include "host/cli/command_list.hpp"
#include "host/cli/generate_command.hpp"
#include "host/cli/help_command.hpp"
#include "host/cli/help_text.hpp"
#include "host/cli/inspect_command.hpp"
#include "host/cli/report_command.hpp"
#include "host/cli/terminal_style.hpp"
#include "host/ingest/column_map.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

// Names of all flags of the subcommand that the arguments begin with, and of the program.
std::vector<std::string> known_flags(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!app.got_subcommand(command)) continue;
    for (const CLI::Option* option : command->get_options()) names.push_back(option->get_name());
  }
  return names;
}

std::vector<std::string> known_commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

[[noreturn]] void refuse(const CLI::App& app, const CLI::ParseError& error,
                         const std::vector<std::string>& arguments) {
  const bool is_flag = app.get_subcommands().size() == 1;
  const auto known = is_flag ? known_flags(app) : known_commands(app);
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool looks = is_flag ? name.starts_with("--") : !name.starts_with("-");
    if (!looks || std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw Error(ErrorKind::usage, (is_flag ? "unknown flag '" : "unknown command '") + name +
                                      "'; the nearest is '" +
                                      std::string(nearest_name(name, known)) + "'");
  }
  throw Error(ErrorKind::usage, error.what());
}

}  // namespace

void run_command_line(const std::vector<std::string>& arguments) {
  CLI::App app(
      "hubcensus: the State of Open Source on Hugging Face, exact, from Hub dumps and download "
      "records");
  app.name("hubcensus");
  app.set_help_flag("-h,--help", "Show this help");
  app.set_version_flag("--version", std::string("hubcensus ") + HUBCENSUS_VERSION,
                       "Show the version")
      ->group(kRunGroup);
  app.require_subcommand(1);
  if (arguments.empty()) {
    std::fputs(short_help(is_styled(STDERR_FILENO)).c_str(), stderr);
    throw Error(ErrorKind::usage, "no command was given");
  }
  CommandList commands(app);
  commands.add<ReportCommand>(arguments);
  commands.add<GenerateCommand>();
  commands.add<AccountsCommand>();
  commands.add<InspectCommand>();
  commands.add<HelpCommand>();
  app.footer(
      "Examples:\n"
      "  hubcensus generate --models 3000 --records 60000 --seed 7 --out sample-hub\n"
      "  hubcensus report --models sample-hub/models.parquet --downloads sample-hub/downloads \\\n"
      "    --out census\n"
      "  hubcensus help report");  // behind the commands, which would inherit it

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    const auto called = app.get_subcommands();
    const CLI::App& shown = called.empty() ? app : *called.front();
    std::fputs(help_text(shown, is_styled(STDOUT_FILENO)).c_str(), stdout);
    return;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return;
  } catch (const CLI::ParseError& error) {
    refuse(app, error, arguments);
  }

  commands.run();
}

}  // namespace hubcensus
