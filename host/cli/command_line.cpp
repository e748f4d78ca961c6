#include "host/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "host/cli/accounts.hpp"
#include "host/cli/flag_numbers.hpp"
#include "host/cli/inspect.hpp"
#include "host/cli/merge_command.hpp"
#include "host/cli/report_flags.hpp"
#include "host/cli/tally_command.hpp"
#include "host/generate/generate.hpp"
#include "host/ingest/column_map.hpp"
#include "host/job/report_job.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

struct GenerateTexts {
  std::string files = "many", order = "day", ids = "string", snapshots = "month", out;
  std::vector<std::string> kinds = {"daily"};
};

// The type name of the flag tells the words already.
CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::IsMember(words).description("");
}

void add_generate(CLI::App& app, GenerateOptions& options, GenerateTexts& texts) {
  CLI::App* generate = app.add_subcommand(
      "generate", "Write a sample Hub in the real schemas: dump, records, accounts");
  generate->add_option("--models", options.models, "Models of the dump")
      ->type_name("N")
      ->required();
  generate->add_option("--records", options.records, "Daily download records")
      ->type_name("R")
      ->required();
  generate->add_option("--seed", options.seed, "The same seed gives the same bytes")
      ->type_name("S")
      ->required();
  generate->add_option("--out", texts.out, "Folder, new or empty")->type_name("DIR")->required();
  generate->add_option("--files", texts.files, "A file a day, or one file")
      ->type_name("many|one")
      ->check(one_of({"many", "one"}));
  generate->add_option("--order", texts.order, "Rows in order of model, or shuffled")
      ->type_name("day|shuffled")
      ->check(one_of({"day", "shuffled"}));
  generate->add_option("--ids", texts.ids, "What model_id of the records is")
      ->type_name("string|integer")
      ->check(one_of({"string", "integer"}));
  generate
      ->add_option("--kinds", texts.kinds,
                   "Kinds of input to write: daily (default), publisher, cumulative, rolling30, "
                   "requests, api; full: daily, cumulative, api and every list of report, with "
                   "planted facts that expected.json tells")
      ->type_name("LIST")
      ->delimiter(',');
  generate
      ->add_option("--snapshots", texts.snapshots,
                   "Dumps of the kind cumulative: the end of each month, or the Sundays of 2025")
      ->type_name("month|week")
      ->check(one_of({"month", "week"}));
  generate->add_option("--threads", options.threads, "Threads (all cores)")->type_name("N");
}

struct AccountsTexts {
  std::string out;
  bool force = false;
};

void add_accounts(CLI::App& app, AccountsTexts& texts) {
  CLI::App* accounts =
      app.add_subcommand("accounts", "Print the built-in annotations of well-known accounts");
  accounts->add_option("--out", texts.out, "New file to write instead of standard output")
      ->type_name("FILE");
  accounts->add_flag("--force", texts.force, "Replace the file that --out names");
  accounts->footer(
      "CSV: account,kind,country,parent,source. Edit it and give it back with report --accounts,\n"
      "whole or only the rows that you correct; a row there replaces the built-in one.\n"
      "\nSources of a row's country:\n"
      "  atom               a region of the list Interconnects-AI/tracked-models\n"
      "  own name           the account's own name states it\n"
      "  general knowledge  widely known, as of 2026-11");
}

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
  app.set_version_flag("--version", std::string("hubcensus ") + HUBCENSUS_VERSION);
  app.require_subcommand(1);

  ReportFlags report(app);
  TallyCommand tally(app);
  MergeCommand merge(app);
  GenerateOptions generate;
  GenerateTexts generate_texts;
  add_generate(app, generate, generate_texts);
  AccountsTexts accounts;
  add_accounts(app, accounts);
  std::vector<std::string> inspected;
  CLI::App* inspect = app.add_subcommand("inspect", "Show what files hold and what would be used");
  inspect->add_option("files", inspected, "Files of any input kind")
      ->type_name("FILE...")
      ->required();

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    return;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return;
  } catch (const CLI::ParseError& error) {
    refuse(app, error, arguments);
  }

  if (app.got_subcommand("report")) {
    ReportOptions options = report.finish();
    options.arguments = arguments;
    run_report(options);
  } else if (app.got_subcommand("tally")) {
    tally.run(arguments);
  } else if (app.got_subcommand("merge")) {
    merge.run();
  } else if (app.got_subcommand("generate")) {
    check_at_least(0, generate.threads, "--threads");
    generate.out = generate_texts.out;
    generate.one_file = generate_texts.files == "one";
    generate.shuffled = generate_texts.order == "shuffled";
    generate.integer_ids = generate_texts.ids == "integer";
    generate.kinds = record_kinds_of(generate_texts.kinds);
    generate.weekly_snapshots = generate_texts.snapshots == "week";
    generate_hub(generate);
  } else if (app.got_subcommand("accounts")) {
    write_accounts(accounts.out, accounts.force);
  } else {
    for (const std::string& file : inspected) {
      if (&file != &inspected.front()) std::fputs("\n", stdout);
      std::fputs(inspect_file(file).c_str(), stdout);
    }
  }
}

}  // namespace hubcensus
