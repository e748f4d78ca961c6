#include "host/cli/command_line.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "host/cli/accounts_command.hpp"
#include "host/cli/bench_command.hpp"
#include "host/cli/command_list.hpp"
#include "host/cli/compare_command.hpp"
#include "host/cli/completion_command.hpp"
#include "host/cli/diff_command.hpp"
#include "host/cli/generate_command.hpp"
#include "host/cli/help_command.hpp"
#include "host/cli/help_text.hpp"
#include "host/cli/inspect_command.hpp"
#include "host/cli/merge_command.hpp"
#include "host/cli/pack_command.hpp"
#include "host/cli/program_flags.hpp"
#include "host/cli/report_command.hpp"
#include "host/cli/settings.hpp"
#include "host/cli/tally_command.hpp"
#include "host/cli/verify_command.hpp"
#include "host/console/progress.hpp"
#include "host/console/terminal_style.hpp"
#include "host/ingest/column_map.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

struct Program {
  explicit Program(const std::vector<std::string>& arguments) : flags(app), commands(app) {
    app.name("hubcensus");
    app.require_subcommand(1);
    commands.add<ReportCommand>(arguments);
    commands.add<TallyCommand>(arguments);
    commands.add<MergeCommand>();
    commands.add<PackCommand>();
    commands.add<GenerateCommand>();
    commands.add<AccountsCommand>();
    commands.add<InspectCommand>();
    commands.add<CompareCommand>(arguments);
    commands.add<BenchCommand>();
    commands.add<VerifyCommand>();
    commands.add<DiffCommand>();
    commands.add<CompletionCommand>();
    commands.add<HelpCommand>();
    app.footer(kExamples);  // behind the commands, which would inherit it
  }

  void parse(const std::vector<std::string>& arguments) {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // as CLI11 wants
  }

  static constexpr const char* kExamples =
      "Examples:\n"
      "  hubcensus generate --models 3000 --records 60000 --seed 7 --out sample-hub\n"
      "  hubcensus report --models sample-hub/models.parquet --downloads sample-hub/downloads \\\n"
      "    --out census\n"
      "  hubcensus help report";

  CLI::App app{
      "hubcensus: the State of Open Source on Hugging Face, exact, from Hub dumps and download "
      "records"};
  ProgramFlags flags;
  CommandList commands;
};

// Names of all flags of the program and of the command that was given.
std::vector<std::string> known_flags(const CLI::App& app) {
  std::vector<std::string> names;
  const CLI::App* const command = app.get_subcommands().front();
  for (const CLI::App* level : {&app, command}) {
    for (const CLI::Option* option : level->get_options()) names.push_back(option->get_name());
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
    throw Error(ErrorKind::usage, (is_flag ? "unknown flag '" : "unknown command '") + name + "'" +
                                      nearest_hint(name, known));
  }
  throw Error(ErrorKind::usage, error.what());
}

// What is not on the command line, which is parsed for it alone: what a command requires may come
// from elsewhere. None where only help or the version is wanted: false.
bool find_settings(const std::vector<std::string>& arguments, std::vector<Setting>& settings) {
  Program program(arguments);
  for (CLI::App* command : program.app.get_subcommands({})) {
    for (CLI::Option* option : command->get_options()) {
      if (option->nonpositional()) option->required(false);
    }
  }
  try {
    program.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    const Program whole(arguments);  // with what is required
    const auto called = program.app.get_subcommands();
    const CLI::App& shown =
        called.empty() ? whole.app : command_of(whole.app, called.front()->get_name());
    std::fputs(help_text(shown, is_styled(STDOUT_FILENO)).c_str(), stdout);
    return false;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return false;
  } catch (const CLI::ParseError& error) {
    refuse(program.app, error, arguments);
  }
  settings = settings_beside(program.app);
  return true;
}

void log_run(const std::vector<std::string>& arguments) {
  std::string line = std::string("hubcensus ") + HUBCENSUS_VERSION + ":";
  for (const std::string& argument : arguments) line += " " + argument;
  log_line(terminal_text(line));
}

void run(const std::vector<std::string>& arguments) {
  Program program(arguments);
  try {
    program.parse(arguments);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorKind::usage, error.what());
  }
  if (program.flags.prints_config()) {
    std::fputs(settings_text(program.app).c_str(), stdout);
    return;
  }
  configure_console(program.flags.console());
  log_run(arguments);
  const ProgressDisplay display;
  program.commands.run();
}

}  // namespace

void run_command_line(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    std::fputs(short_help(is_styled(STDERR_FILENO)).c_str(), stderr);
    throw Error(ErrorKind::usage, "no command was given");
  }
  std::vector<Setting> settings;
  if (!find_settings(arguments, settings)) return;
  try {
    run(with_settings(arguments, settings));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    throw Error(error.kind(), with_origins(error.what(), settings));
  }
}

}  // namespace hubcensus
