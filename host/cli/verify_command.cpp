#include "host/cli/verify_command.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "host/cli/found_difference.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/text_safety.hpp"
#include "host/report/verify_report.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const FaultyFile& file) {
  std::string line = terminal_text(std::string(fault_name(file.fault)) + "  " + file.expected.path);
  if (file.fault != FileFault::differs) return line + "\n";
  return line + "\n  manifest  " + terminal_text(file.expected.digest) + "  " +
         with_separators(u128{file.expected.bytes}) + " bytes\n  found     " + file.found.digest +
         "  " + with_separators(u128{file.found.bytes}) + " bytes\n";
}

std::string text_of(const std::string& folder, const Verification& result) {
  std::string text;
  for (const FaultyFile& file : result.faults) text += text_of(file);
  if (!result.later_pictures.empty()) {
    text += "Pictures of its charts that were drawn later, not checked: " +
            with_separators(u128{result.later_pictures.size()}) + "\n";
  }
  const std::string files = with_separators(u128{result.files}) + " files of the manifest, " +
                            with_separators(u128{result.bytes}) + " bytes";
  if (result.faults.empty()) return text + "All as the manifest says: " + files + "\n";
  return text + "Not as the manifest of " + terminal_text(folder) +
         " says: " + with_separators(u128{result.faults.size()}) + " of " + files +
         " and what else is there\n";
}

Json state_json(const FileEntry& file) { return {{"bytes", file.bytes}, {"digest", file.digest}}; }

std::string json_of(const std::string& folder, const Verification& result) {
  Json faults = Json::array();
  for (const FaultyFile& file : result.faults) {
    const bool is_expected = file.fault != FileFault::extra;
    const bool is_read = file.fault == FileFault::differs;
    faults.push_back({{"path", file.expected.path},
                      {"fault", fault_name(file.fault)},
                      {"manifest", is_expected ? state_json(file.expected) : Json()},
                      {"found", is_read ? state_json(file.found) : Json()}});
  }
  const Json json = {{"report", folder},
                     {"verified", result.faults.empty()},
                     {"files", result.files},
                     {"bytes", result.bytes},
                     {"faults", std::move(faults)},
                     {"later_pictures", result.later_pictures}};
  return embeddable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace

VerifyCommand::VerifyCommand(CLI::App& app) {
  CLI::App* verify =
      app.add_subcommand("verify", "Check the files of a report against its manifest");
  verify->option_defaults()->group("Output");
  verify->add_option("report", folder_, "Folder of a report")->type_name("DIR")->required();
  verify->add_flag("--json", json_, "Print JSON");
  verify->footer(
      "Exit codes: 0 all is as the manifest says, 1 a file differs, is missing or is extra,\n"
      "3 no report there, 4 no sound manifest. Pictures that scripts/render_charts.py drew later\n"
      "beside a chart of the manifest are told and no fault.\n"
      "\nExamples:\n"
      "  hubcensus verify census\n"
      "  hubcensus verify census --json");
}

void VerifyCommand::run() {
  const Verification result = verify(FinishedReport(folder_));
  std::fputs((json_ ? json_of(folder_, result) : text_of(folder_, result)).c_str(), stdout);
  if (!result.faults.empty()) throw FoundDifference{};
}

}  // namespace hubcensus
