#include "host/cli/diff_command.hpp"

#include <algorithm>
#include <cstdio>

#include "host/cli/flag_numbers.hpp"
#include "host/cli/found_difference.hpp"
#include "host/job/table_selection.hpp"
#include "host/report/report_difference.hpp"

namespace hubcensus {
namespace {

// A table is wanted by its name, a part also by the name of its table.
bool is_wanted(const std::vector<std::string>& only, std::string_view table) {
  return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& name) {
           return table == name || table.starts_with(name + "_");
         });
}

}  // namespace

DiffCommand::DiffCommand(CLI::App& app) {
  CLI::App* diff = app.add_subcommand("diff", "Tell which numbers moved between two reports");
  diff->add_option("before", before_, "Folder of a report")->type_name("DIR")->required();
  diff->add_option("after", after_, "Folder of another")->type_name("DIR")->required();
  diff->option_defaults()->group("Selection");
  diff->add_option("--only", only_, "Compare only these tables, with their parts")
      ->type_name("TABLE")
      ->delimiter(',');
  diff->add_option("--limit", limit_, "Most rows to tell of each table (5); not with --json")
      ->type_name("N");
  diff->option_defaults()->group("Output");
  diff->add_flag("--json", json_, "Print JSON: every row and cell that differs");
  diff->add_flag("--exit-code", exit_code_, "End with 1 where the tables differ");
  diff->footer(
      "Rows of wide windows come first, then those that moved most. Exit codes: 0 compared (and,\n"
      "with --exit-code, equal), 1 with --exit-code where they differ, 3 no report there, 4 no\n"
      "sound one.\n"
      "\nExamples:\n"
      "  hubcensus diff census-2025-12 census-2026-01\n"
      "  hubcensus diff census-2025-12 census-2026-01 --only claims,country_share --limit 20\n"
      "  hubcensus diff census again --exit-code --json");
}

void DiffCommand::run() {
  check_at_least(0, limit_, "--limit");
  TableSelection(only_, {}).check();
  const FinishedReport before(before_);
  const FinishedReport after(after_);
  const ReportDifference difference(
      before, after, [&](std::string_view table) { return is_wanted(only_, table); });
  const Print print = [](std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  };
  if (json_) {
    print_json(difference, print);
  } else {
    print_text(difference, static_cast<size_t>(limit_), print);
  }
  if (exit_code_ && difference.differs()) throw FoundDifference{};
}

}  // namespace hubcensus
