#include "host/cli/generate_command.hpp"

#include <filesystem>

#include "host/cli/flag_numbers.hpp"
#include "host/cli/help_text.hpp"
#include "host/console/console.hpp"
#include "host/report/folder_files.hpp"
#include "host/report/json_text.hpp"

namespace hubcensus {
namespace {

// The type name of the flag tells the words already.
CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::IsMember(words).description("");
}

}  // namespace

GenerateCommand::GenerateCommand(CLI::App& app) {
  CLI::App* generate = app.add_subcommand(
      "generate", "Write a sample Hub in the real schemas: dump, records, accounts");
  generate->option_defaults()->group("Size");
  generate->add_option("--models", options_.models, "Models of the dump")
      ->type_name("N")
      ->required();
  generate->add_option("--records", options_.records, "Daily download records")
      ->type_name("R")
      ->required();
  generate->add_option("--seed", options_.seed, "The same seed gives the same bytes")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return text.starts_with('-') ? "wants a number from 0 on, not " + text : std::string();
          },
          ""))
      ->type_name("S")
      ->required();
  generate->option_defaults()->group("Output");
  generate->add_option("--out", out_, "Folder, new or empty")->type_name("DIR")->required();
  generate->add_flag("--json", json_, "Print what was written as JSON");
  add_shape(*generate);
  generate->option_defaults()->group(kRunGroup);
  generate->add_option("--threads", options_.threads, "Threads (all cores)")->type_name("N");
  generate->footer(
      "Examples:\n"
      "  hubcensus generate --models 3000 --records 60000 --seed 7 --out sample-hub\n"
      "  hubcensus generate --models 3000 --records 60000 --seed 7 --kinds full --out full-hub\n"
      "  hubcensus generate --models 300 --records 800 --seed 3 --kinds daily,requests,api \\\n"
      "    --out every-kind");
}

void GenerateCommand::add_shape(CLI::App& generate) {
  generate.option_defaults()->group("Shape");
  generate.add_option("--files", files_, "A file a day, or one file")
      ->type_name("many|one")
      ->check(one_of({"many", "one"}));
  generate.add_option("--order", order_, "Rows in order of model, or shuffled")
      ->type_name("day|shuffled")
      ->check(one_of({"day", "shuffled"}));
  generate.add_option("--ids", ids_, "What model_id of the records is")
      ->type_name("string|integer")
      ->check(one_of({"string", "integer"}));
  generate
      .add_option("--kinds", kinds_,
                  "Kinds of input to write: daily (default), publisher, cumulative, rolling30, "
                  "requests, api; full: daily, cumulative, api and every list of report, with "
                  "planted facts that expected.json tells")
      ->type_name("LIST")
      ->delimiter(',');
  generate
      .add_option("--snapshots", snapshots_,
                  "Dumps of the kind cumulative: the end of each month, or the Sundays of 2025")
      ->type_name("month|week")
      ->check(one_of({"month", "week"}));
}

void GenerateCommand::run() {
  check_at_least(0, options_.threads, "--threads");
  options_.out = out_;
  options_.one_file = files_ == "one";
  options_.shuffled = order_ == "shuffled";
  options_.integer_ids = ids_ == "integer";
  options_.kinds = record_kinds_of(kinds_);
  options_.weekly_snapshots = snapshots_ == "week";
  generate_hub(options_);
  if (json_) print_result(written_json());
}

// The folder was new or empty: all that is in it was written.
std::string GenerateCommand::written_json() const {
  Json files = Json::array();
  for (const FolderFile& file : folder_files(options_.out)) {
    files.push_back(
        {{"path", file.path}, {"bytes", std::filesystem::file_size(options_.out / file.path)}});
  }
  return json_text({{"folder", out_},
                    {"models", options_.models},
                    {"records", options_.records},
                    {"seed", options_.seed},
                    {"kinds", kinds_},
                    {"files", files}});
}

}  // namespace hubcensus
