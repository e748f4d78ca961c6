#include "host/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "host/cli/accounts.hpp"
#include "host/cli/inspect.hpp"
#include "host/generate/generate.hpp"
#include "host/ingest/column_map.hpp"
#include "host/ingest/text/mapped_file.hpp"
#include "host/job/report_job.hpp"
#include "host/statistics/tables.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

Day day_of_flag(const std::string& flag, const std::string& text) {
  const auto day = parse_day(text);
  if (day && *day >= kFirstRecordDay && *day <= kLastRecordDay) return *day;
  throw Error(ErrorKind::usage, flag + " wants a day such as 2025-12-31 (1970-01-01 to " +
                                    day_name(kLastRecordDay) + "), not '" + text + "'");
}

// Bytes, or a number with K, M, G or T (powers of 1024).
int64_t bytes_of_flag(const std::string& flag, const std::string& text) {
  size_t used = 0;
  int64_t value = 0;
  try {
    value = std::stoll(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  constexpr std::string_view kUnits = "KMGT";
  const std::string unit = text.substr(used);
  const size_t power = unit.empty() ? 0 : kUnits.find(unit) + 1;
  int64_t bytes = 0;
  const bool sound = used > 0 && value > 0 && power <= kUnits.size() && unit.size() <= 1 &&
                     (unit.empty() || power > 0) &&
                     !__builtin_mul_overflow(value, int64_t{1} << (10 * power), &bytes);
  if (!sound) {
    throw Error(ErrorKind::usage,
                flag + " wants bytes such as 4G or 4294967296, not '" + text + "'");
  }
  return bytes;
}

std::optional<Grain> grain_of_flag(const std::string& text) {
  if (text == "month") return std::nullopt;
  if (text == "week") return Grain::week;
  if (text == "day") return Grain::day;
  throw Error(ErrorKind::usage, "--grain wants month, week or day, not '" + text + "'");
}

RecordKind kind_of_flag(const std::string& text) {
  if (const auto kind = parse_record_kind(text)) return *kind;
  throw Error(
      ErrorKind::usage,
      "--downloads-kind wants daily, cumulative, rolling30 or requests, not '" + text + "'");
}

std::string help_of_tables() {
  std::string text = "Tables:\n";
  for (const TableMaker& maker : table_makers()) {
    text += "  " + std::string(maker.name) + std::string(22 - maker.name.size(), ' ') +
            std::string(maker.question) + "\n";
  }
  return text + "  claims                Does the article hold on this dump?\n" +
         "\nExit codes: 0 done, 2 usage, 3 input missing, 4 input invalid, 5 memory or disk "
         "limit,\n"
         "6 backend not usable, 7 output not writable, 130 and 143 on signals, 1 anything else.";
}

// Flags whose texts are turned into values once all are parsed.
struct ReportTexts {
  std::string models, accounts, downloads_kind, grain = "month", from, to, as_of, memory_limit,
                                                max_line_bytes;
};

void add_report(CLI::App& app, ReportOptions& options, ReportTexts& texts) {
  CLI::App* report =
      app.add_subcommand("report", "Read dumps and download records, write the census");
  report
      ->add_option(
          "--models", texts.models,
          "Models dump: hub-stats Parquet, CSV or Hub API JSON (.gz, .zst; - is standard input)")
      ->type_name("FILE");
  report
      ->add_option(
          "--downloads", options.downloads,
          "Download records: Parquet or CSV files, folders or globs. Daily (model_id, date, "
          "downloads; Publisher Analytics), requests, rolling 30-day values, or dated dumps")
      ->type_name("PATH");
  report
      ->add_option("--downloads-kind", texts.downloads_kind,
                   "What the records say, where their columns do not tell")
      ->type_name("daily|cumulative|rolling30|requests");
  report
      ->add_option("--snapshot-date", options.snapshot_dates,
                   "Day of a dump in --downloads (the last YYYY-MM-DD in its path); repeatable")
      ->type_name("FILE=DATE")
      ->take_all();
  report->add_option("--files-from", options.files_from, "File with one record path a line")
      ->type_name("FILE");
  report
      ->add_option("--accounts", texts.accounts,
                   "Annotations: handle, kind, country, parent, verified (CSV); a row replaces the "
                   "built-in one of its handle (hubcensus accounts prints those)")
      ->type_name("FILE");
  report->add_flag("!--no-builtin-accounts", options.builtin_accounts,
                   "Leave out the built-in annotations of well-known accounts");
  report->add_option("--out", options.out, "Folder of the report; new, or empty")->type_name("DIR");
  report->add_flag("--force", options.force, "Replace a hubcensus report in --out");
  report
      ->add_option("--column", options.columns,
                   "Read column ACTUAL of the inputs where WANTED is asked for; repeatable")
      ->type_name("WANTED=ACTUAL")
      ->take_all();
  report->add_flag("--strict-models", options.strict_models,
                   "Reject records of models that the dump lacks, instead of counting them");
  report->add_option("--grain", texts.grain, "Add windows by week or day to those by month")
      ->type_name("month|week|day");
  report->add_option("--from", texts.from, "First day of the records that count")->type_name("DAY");
  report->add_option("--to", texts.to, "Last day of the records that count")->type_name("DAY");
  report
      ->add_option("--as-of", texts.as_of,
                   "Day of the census, beyond which nothing counts (the last day of the inputs)")
      ->type_name("DAY");
  report->add_option("--only", options.only, "Write only these tables")
      ->type_name("TABLE")
      ->delimiter(',');
  report->add_option("--skip", options.skip, "Leave these tables out")
      ->type_name("TABLE")
      ->delimiter(',');
  report->add_option("--threads", options.threads, "Threads (all cores)")->type_name("N");
  report
      ->add_option("--memory-limit", texts.memory_limit,
                   "Bytes that the large arrays may hold, as 4G (four fifths of the memory)")
      ->type_name("BYTES");
  report
      ->add_option("--max-line-bytes", texts.max_line_bytes,
                   "Longest line or JSON object that is read from texts (64M; at least " +
                       std::to_string(kLeastLineBytes) + ")")
      ->type_name("BYTES");
  report
      ->add_option("--max-ratio", options.limits.max_ratio,
                   "Highest compression ratio that is read from texts (1000)")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  report
      ->add_option("--max-bad-lines", options.limits.max_bad_lines,
                   "Most JSON objects of a file that may be unreadable (100)")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  report->add_flag("--plan", options.plan, "Print the memory that each stage needs, and stop");
  report->add_option("--backend", options.backend, "auto or cpu")->type_name("NAME");
  report->footer(help_of_tables());
}

ReportOptions finish(ReportOptions options, const ReportTexts& texts) {
  if (!texts.models.empty()) options.models = texts.models;
  if (!texts.accounts.empty()) options.accounts = texts.accounts;
  if (!texts.downloads_kind.empty()) options.downloads_kind = kind_of_flag(texts.downloads_kind);
  options.grain = grain_of_flag(texts.grain);
  if (!texts.from.empty()) options.from = day_of_flag("--from", texts.from);
  if (!texts.to.empty()) options.to = day_of_flag("--to", texts.to);
  if (!texts.as_of.empty()) options.as_of = day_of_flag("--as-of", texts.as_of);
  if (!texts.memory_limit.empty()) {
    options.memory_limit = bytes_of_flag("--memory-limit", texts.memory_limit);
  }
  if (!texts.max_line_bytes.empty()) {
    options.limits.max_line_bytes = bytes_of_flag("--max-line-bytes", texts.max_line_bytes);
    if (options.limits.max_line_bytes < kLeastLineBytes) {
      throw Error(ErrorKind::usage, "--max-line-bytes wants at least " +
                                        std::to_string(kLeastLineBytes) + ", not '" +
                                        texts.max_line_bytes + "'");
    }
  }
  const auto& downloads = options.downloads;
  const bool reads_records =
      std::find(downloads.begin(), downloads.end(), kStandardInput) != downloads.end();
  const int of_standard_input = (options.models == kStandardInput ? 1 : 0) +
                                (options.accounts == kStandardInput ? 1 : 0) +
                                (reads_records ? 1 : 0);
  if (of_standard_input > 1) {
    throw Error(ErrorKind::usage, "standard input ('-') can be one input only");
  }
  if (options.threads < 0) throw Error(ErrorKind::usage, "--threads wants a number from 0 on");
  if (options.from && options.to && *options.from > *options.to) {
    throw Error(ErrorKind::usage, "--from lies after --to");
  }
  if (!options.models && options.downloads.empty() && options.files_from.empty()) {
    throw Error(ErrorKind::usage, "nothing to report: give --models, --downloads or both");
  }
  if (options.out.empty() && !options.plan) {
    throw Error(ErrorKind::usage, "--out is required: the folder that the report is written to");
  }
  if (options.backend != "auto" && options.backend != "cpu") {
    throw Error(ErrorKind::backend, "this build has no backend '" + options.backend +
                                        "'; it has: cpu (auto takes the best)");
  }
  return options;
}

struct GenerateTexts {
  std::string files = "many", order = "day", ids = "string", snapshots = "month", out;
  std::vector<std::string> kinds = {"daily"};
};

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
      ->check(CLI::IsMember({"many", "one"}));
  generate->add_option("--order", texts.order, "Rows in order of model, or shuffled")
      ->type_name("day|shuffled")
      ->check(CLI::IsMember({"day", "shuffled"}));
  generate->add_option("--ids", texts.ids, "What model_id of the records is")
      ->type_name("string|integer")
      ->check(CLI::IsMember({"string", "integer"}));
  generate
      ->add_option("--kinds", texts.kinds,
                   "Kinds of input to write: daily (default), publisher, cumulative, rolling30, "
                   "requests, api")
      ->type_name("LIST")
      ->delimiter(',');
  generate
      ->add_option("--snapshots", texts.snapshots,
                   "Dumps of the kind cumulative: the end of each month, or the Sundays of 2025")
      ->type_name("month|week")
      ->check(CLI::IsMember({"month", "week"}));
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

  ReportOptions report;
  ReportTexts report_texts;
  add_report(app, report, report_texts);
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
    report.arguments = arguments;
    run_report(finish(report, report_texts));
  } else if (app.got_subcommand("generate")) {
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
