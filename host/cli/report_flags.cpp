#include "host/cli/report_flags.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "host/cli/flag_numbers.hpp"
#include "host/cli/help_text.hpp"
#include "host/ingest/text/mapped_file.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/job/choose_backend.hpp"
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

// "2/5": the second of five.
std::pair<int64_t, int64_t> shard_of_flag(const std::string& text) {
  const size_t slash = text.find('/');
  const auto shard = parse_integer<int64_t>(text.substr(0, slash));
  const auto shards =
      slash == std::string::npos ? shard : parse_integer<int64_t>(text.substr(slash + 1));
  constexpr int64_t kMostShards = int64_t{1} << 20;
  const bool is_sound = slash != std::string::npos && shard && shards && *shard >= 1 &&
                        *shard <= *shards && *shards <= kMostShards;
  if (!is_sound)
    throw Error(ErrorKind::usage, "--shard wants i/n, such as 1/4, not '" + text + "'");
  return {*shard, *shards};
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
         "6 backend not usable, 7 output not writable, 75 stopped with a checkpoint to resume,\n"
         "130 and 143 on signals, 1 anything else.\n"
         "\nExamples:\n"
         "  hubcensus report --models models.parquet --out census\n"
         "  hubcensus report --models models.parquet --downloads downloads/ --accounts "
         "accounts.csv \\\n"
         "    --out census\n"
         "  hubcensus report --models models.parquet --downloads downloads/ --from 2025-01-01 \\\n"
         "    --only growth,concentration --out census-2025\n"
         "  zcat models.jsonl.gz | hubcensus report --models - --out census\n"
         "  hubcensus report --models models.parquet --downloads downloads/ --plan";
}

// An input flag that stays unset where its text is empty.
void set(std::optional<std::string>& option, const std::string& text) {
  if (!text.empty()) option = text;
}

}  // namespace

ReportFlags::ReportFlags(CLI::App& app)
    : ReportFlags(
          *app.add_subcommand("report", "Read dumps and download records, write the census"),
          Of::report) {}

ReportFlags::ReportFlags(CLI::App& command, Of of) : of_(of) {
  add_inputs(command);
  if (of != Of::compare) add_tallies(command);
  add_lists(command);
  add_output(command);
  add_scope(command);
  add_limits(command);
  add_run(command);
  if (of == Of::report) command.footer(help_of_tables());
}

void ReportFlags::add_inputs(CLI::App& report) {
  report.option_defaults()->group("Inputs");
  report
      .add_option(
          "--models", models_,
          "Models dump: hub-stats Parquet, CSV or Hub API JSON (.gz, .zst; - is standard input)")
      ->type_name("FILE");
  report
      .add_option(
          "--downloads", options_.downloads,
          "Download records: Parquet or CSV files, folders or globs. Daily (model_id, date, "
          "downloads; Publisher Analytics), requests, rolling 30-day values, or dated dumps")
      ->type_name("PATH");
  report
      .add_option("--downloads-kind", downloads_kind_,
                  "What the records say, where their columns do not tell")
      ->type_name("daily|cumulative|rolling30|requests");
  report
      .add_option("--snapshot-date", options_.snapshot_dates,
                  "Day of a dump in --downloads (the last YYYY-MM-DD in its path); repeatable")
      ->type_name("FILE=DATE")
      ->take_all();
  report.add_option("--files-from", options_.files_from, "File with one record path a line")
      ->type_name("FILE");
  report
      .add_option("--accounts", accounts_,
                  "Annotations: handle, kind, country, parent, verified (CSV); a row replaces the "
                  "built-in one of its handle (hubcensus accounts prints those)")
      ->type_name("FILE");
  report.add_flag_callback(
      "--no-builtin-accounts", [this] { options_.builtin_accounts = false; },
      "Leave out the built-in annotations of well-known accounts");
  report
      .add_option("--column", options_.columns,
                  "Read column ACTUAL of the inputs where WANTED is asked for; repeatable")
      ->type_name("WANTED=ACTUAL")
      ->take_all();
}

void ReportFlags::add_tallies(CLI::App& report) {
  report.option_defaults()->group("Tallies");
  report
      .add_option("--tally", options_.tallies,
                  "Tallies of records (hubcensus tally): they count as if their records were read; "
                  "units of --downloads that they hold are left out")
      ->type_name("FILE");
  if (of_ == Of::report) {
    report
        .add_option("--save-tally", options_.save_tally,
                    "Tally of all records of this report, to be the --tally of the next")
        ->type_name("FILE");
  } else {
    report.add_option("--shard", shard_, "Fold the i-th of n equal parts (1/1)")->type_name("i/n");
  }
  report
      .add_option("--checkpoint", options_.checkpoint,
                  "Folder where what is folded is saved now and then; on SIGTERM and SIGUSR1 the "
                  "run saves and leaves (exit 75)")
      ->type_name("DIR");
  report.add_flag("--resume", options_.resume, "Go on from what --checkpoint holds");
  report
      .add_option(
          "--checkpoint-interval", options_.checkpoint_seconds,
          "Least time between two checkpoints (60), of which saving takes 2 % at most; 0: one "
          "behind each unit of input")
      ->type_name("SECONDS");
}

void ReportFlags::add_lists(CLI::App& report) {
  report.option_defaults()->group("Other lists of the Hub");
  report
      .add_option("--datasets", datasets_, "Datasets of the Hub: hub-stats Parquet or Hub API JSON")
      ->type_name("FILE");
  report.add_option("--spaces", spaces_, "Spaces of the Hub: hub-stats Parquet or Hub API JSON")
      ->type_name("FILE");
  report.add_option("--papers", papers_, "Daily papers: hub-stats Parquet or Hub API JSON")
      ->type_name("FILE");
  report.add_option("--organizations", organizations_, "Overviews of organizations: Hub API JSON")
      ->type_name("FILE");
  report.add_flag("--all-organizations", options_.all_organizations,
                  "All organizations are in --organizations: other accounts are individuals");
  report
      .add_option("--companies", companies_,
                  "Companies to look for on the Hub: name, website (CSV)")
      ->type_name("FILE");
  report
      .add_option("--champions", champions_,
                  "Accounts that a country names as its champions: country, account (CSV)")
      ->type_name("FILE");
  report
      .add_option("--dumps", options_.dumps,
                  "Dated series of models dumps, for what trends and what is liked: files, folders "
                  "or globs, each of the last YYYY-MM-DD in its path")
      ->type_name("PATH");
}

void ReportFlags::add_output(CLI::App& report) {
  report.option_defaults()->group("Output");
  if (of_ == Of::tally) {
    report.add_option("--out", options_.out, "The tally, a new file")->type_name("FILE");
    report.add_flag("--force", options_.force, "Replace the file that --out names");
    return;
  }
  if (of_ == Of::compare) {
    report
        .add_option("--out", options_.out,
                    "Keep each backend's report in this folder; new, or empty")
        ->type_name("DIR");
    return;
  }
  report.add_option("--out", options_.out, "Folder of the report; new, or empty")->type_name("DIR");
  report.add_flag("--force", options_.force,
                  "Replace a hubcensus report in --out, and the file of --save-tally");
  report
      .add_option("--runtimes", options_.runtimes,
                  "JSON of hubcensus compare, whose times the page shows by backend")
      ->type_name("FILE");
  report
      .add_option("--charts", options_.charts,
                  "Draw the charts as pictures too (needs a Python that has vl-convert-python: "
                  "HUBCENSUS_PYTHON, or python3)")
      ->type_name("svg,png")
      ->delimiter(',');
}

void ReportFlags::add_scope(CLI::App& report) {
  report.option_defaults()->group("Selection");
  report.add_flag("--strict-models", options_.strict_models,
                  "Reject records of models that the dump lacks, instead of counting them");
  report.add_option("--grain", grain_, "Add windows by week or day to those by month")
      ->type_name("month|week|day");
  report
      .add_option("--from", from_,
                  "First day of the records that count; of dated dumps the first on or after it is "
                  "the base, none before")
      ->type_name("DAY");
  report.add_option("--to", to_, "Last day of the records that count")->type_name("DAY");
  report
      .add_option("--as-of", as_of_,
                  "Day of the census, beyond which nothing counts (the last day of the inputs)")
      ->type_name("DAY");
  report.add_option("--only", options_.only, "Write only these tables")
      ->type_name("TABLE")
      ->delimiter(',');
  report.add_option("--skip", options_.skip, "Leave these tables out")
      ->type_name("TABLE")
      ->delimiter(',');
}

void ReportFlags::add_limits(CLI::App& report) {
  report.option_defaults()->group("Limits");
  report
      .add_option("--memory-limit", memory_limit_,
                  "Bytes that the large arrays may hold, as 4G (four fifths of the memory)")
      ->type_name("BYTES");
  report
      .add_option("--max-line-bytes", max_line_bytes_,
                  "Longest line or JSON object that is read from texts (64M; at least " +
                      std::to_string(kLeastLineBytes) + ")")
      ->type_name("BYTES");
  report
      .add_option("--max-ratio", options_.limits.max_ratio,
                  "Highest compression ratio that is read from texts (1000)")
      ->type_name("N");
  report
      .add_option("--max-bad-lines", options_.limits.max_bad_lines,
                  "Most JSON objects of a file that may be unreadable (100)")
      ->type_name("N");
}

void ReportFlags::add_run(CLI::App& report) {
  report.option_defaults()->group(kRunGroup);
  report.add_option("--device", options_.device, "Number of the CUDA device (0)")->type_name("N");
  report.add_option("--threads", options_.threads, "Threads (all cores)")->type_name("N");
  if (of_ == Of::compare) return;
  report.add_flag("--plan", options_.plan,
                  "Print inputs, memory of each stage, backend and outputs, and stop; of the "
                  "inputs only headers and footers are read");
  if (of_ == Of::report) {
    report
        .add_option("--ranks", options_.ranks,
                    "With --plan: time, memory and traffic of each of so many ranks too")
        ->type_name("N")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 20).description(""));
    report
        .add_option("--rates", options_.rates,
                    "Rates of --ranks: what hubcensus bench --json wrote, or a file as "
                    "scripts/assumed_rates.json (those)")
        ->type_name("FILE");
  }
  report.add_flag("--json", options_.as_json, "Print JSON");
  report
      .add_option("--backend", options_.backend,
                  "What computes: the processor, a CUDA device, or (auto) the device where there "
                  "is one")
      ->type_name(kBackendNames);
}

void ReportFlags::set_inputs() {
  set(options_.models, models_);
  set(options_.accounts, accounts_);
  set(options_.datasets, datasets_);
  set(options_.spaces, spaces_);
  set(options_.papers, papers_);
  set(options_.organizations, organizations_);
  set(options_.companies, companies_);
  set(options_.champions, champions_);
}

ReportOptions ReportFlags::finish() {
  set_inputs();
  if (!downloads_kind_.empty()) options_.downloads_kind = kind_of_flag(downloads_kind_);
  options_.grain = grain_of_flag(grain_);
  if (!shard_.empty()) std::tie(options_.shard, options_.shards) = shard_of_flag(shard_);
  if (!from_.empty()) options_.from = day_of_flag("--from", from_);
  if (!to_.empty()) options_.to = day_of_flag("--to", to_);
  if (!as_of_.empty()) options_.as_of = day_of_flag("--as-of", as_of_);
  if (!memory_limit_.empty()) {
    options_.memory_limit = bytes_of_flag("--memory-limit", memory_limit_);
  }
  if (!max_line_bytes_.empty()) {
    options_.limits.max_line_bytes = line_bytes_of_flag(max_line_bytes_);
  }
  check();
  return options_;
}

void ReportFlags::check() const {
  std::vector<std::string> inputs = options_.downloads;
  inputs.insert(inputs.end(), options_.dumps.begin(), options_.dumps.end());
  for (const auto* file :
       {&options_.models, &options_.accounts, &options_.datasets, &options_.spaces,
        &options_.papers, &options_.organizations, &options_.companies, &options_.champions}) {
    if (*file) inputs.push_back(**file);
  }
  if (std::count(inputs.begin(), inputs.end(), kStandardInput) > 1) {
    throw Error(ErrorKind::usage, "standard input ('-') can be one input only");
  }
  check_at_least(0, options_.threads, "--threads");
  check_at_least(0, options_.device, "--device");
  check_at_least(1, options_.limits.max_ratio, "--max-ratio");
  check_at_least(0, options_.limits.max_bad_lines, "--max-bad-lines");
  if (options_.all_organizations && !options_.organizations) {
    throw Error(ErrorKind::usage, "--all-organizations says that --organizations is complete");
  }
  for (const std::string& format : options_.charts) {
    if (format == "svg" || format == "png") continue;
    throw Error(ErrorKind::usage, "--charts knows svg and png, not '" + format + "'");
  }
  if (options_.from && options_.to && *options_.from > *options_.to) {
    throw Error(ErrorKind::usage, "--from lies after --to");
  }
  const bool only_annotations =
      inputs.empty() || (inputs.size() == 1 && options_.accounts.has_value());
  if (only_annotations && options_.files_from.empty() && options_.tallies.empty()) {
    throw Error(ErrorKind::usage, "nothing to report: give --models, --downloads or both");
  }
  if (of_ == Of::compare) {
    check_compared(inputs);
  } else {
    check_written();
  }
}

void ReportFlags::check_compared(const std::vector<std::string>& inputs) const {
  if (std::find(inputs.begin(), inputs.end(), kStandardInput) == inputs.end()) return;
  throw Error(ErrorKind::usage, "compare reads its inputs several times: none can be '-'");
}

void ReportFlags::check_written() const {
  if (options_.out.empty() && !options_.plan) {
    throw Error(ErrorKind::usage,
                of_ == Of::report ? "--out is required: the folder that the report is written to"
                                  : "--out is required: the file that the tally is written to");
  }
  check_tallies();
  if (options_.ranks > 0 && !options_.plan) {
    throw Error(ErrorKind::usage, "--ranks needs --plan: it plans a run, and starts none");
  }
  if (!options_.rates.empty() && options_.ranks == 0) {
    throw Error(ErrorKind::usage, "--rates needs --ranks");
  }
}

void ReportFlags::check_tallies() const {
  check_at_least(0, options_.checkpoint_seconds, "--checkpoint-interval");
  const bool has_records = !options_.downloads.empty() || !options_.files_from.empty();
  if (!has_records && options_.tallies.empty()) {
    for (const auto& [is_given, flag] : {std::pair(!options_.save_tally.empty(), "--save-tally"),
                                         std::pair(!options_.checkpoint.empty(), "--checkpoint"),
                                         std::pair(of_ == Of::tally, "hubcensus tally")}) {
      if (!is_given) continue;
      throw Error(ErrorKind::usage, std::string(flag) + " needs records: give --downloads");
    }
  }
  if (options_.resume && options_.checkpoint.empty()) {
    throw Error(ErrorKind::usage, "--resume needs --checkpoint, the folder to go on from");
  }
}

}  // namespace hubcensus
