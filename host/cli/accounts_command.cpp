#include "host/cli/accounts_command.hpp"

#include "host/cli/accounts.hpp"

namespace hubcensus {

AccountsCommand::AccountsCommand(CLI::App& app) {
  CLI::App* accounts =
      app.add_subcommand("accounts", "Print the built-in annotations of well-known accounts");
  accounts->option_defaults()->group("Output");
  accounts->add_option("--out", out_, "New file to write instead of standard output")
      ->type_name("FILE");
  accounts->add_flag("--force", force_, "Replace the file that --out names");
  accounts->add_flag("--json", json_, "Write JSON instead of CSV, which --accounts does not read");
  accounts->footer(
      "CSV: account,kind,country,parent,source. Edit it and give it back with report --accounts,\n"
      "whole or only the rows that you correct; a row there replaces the built-in one.\n"
      "\nSources of a row's country:\n"
      "  atom               a region of the list Interconnects-AI/tracked-models\n"
      "  own name           the account's own name states it\n"
      "  general knowledge  widely known, as of 2026-11\n"
      "\nExamples:\n"
      "  hubcensus accounts | grep ,FR,\n"
      "  hubcensus accounts --json\n"
      "  hubcensus accounts --out known-accounts.csv\n"
      "  hubcensus report --models models.parquet --accounts known-accounts.csv --out census");
}

void AccountsCommand::run() { write_accounts(out_, force_, json_); }

}  // namespace hubcensus
