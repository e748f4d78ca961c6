#include "host/cli/merge_command.hpp"

#include "host/cli/flag_numbers.hpp"
#include "host/console/console.hpp"

namespace hubcensus {

MergeCommand::MergeCommand(CLI::App& app) {
  CLI::App* merge = app.add_subcommand("merge", "Join tallies of hubcensus tally into one file");
  merge->add_option("tallies", options_.tallies, "Tallies of different parts of the input")
      ->type_name("FILE...")
      ->required();
  merge->option_defaults()->group("Output");
  merge->add_option("--out", options_.out, "The tally of all, a new file")
      ->type_name("FILE")
      ->required();
  merge->add_flag("--force", options_.force, "Replace the file that --out names");
  merge->add_flag("--json", json_, "Print what was written as JSON");
  merge->option_defaults()->group("Limits");
  merge
      ->add_option("--memory-limit", memory_limit_,
                   "Bytes that the large arrays may hold, as 4G (four fifths of the memory)")
      ->type_name("BYTES");
  merge->footer(
      "Examples:\n"
      "  hubcensus merge part-*.tally --out all.tally\n"
      "  hubcensus merge yesterday.tally today.tally --out both.tally");
}

void MergeCommand::run() {
  if (!memory_limit_.empty()) {
    options_.memory_limit = bytes_of_flag("--memory-limit", memory_limit_);
  }
  const WrittenTally written = merge_tallies(options_);
  if (json_) print_result(to_json(written));
}

}  // namespace hubcensus
