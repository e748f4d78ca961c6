#include "host/job/run_records.hpp"

#include <algorithm>

#include "host/ingest/input_paths.hpp"
#include "host/job/snapshot_dates.hpp"

namespace hubcensus {
namespace {

RecordOptions record_options(const ReportOptions& options, const std::vector<std::string>& paths,
                             bool has_object_id) {
  RecordOptions of_records;
  of_records.kind = options.downloads_kind;
  std::vector<std::string> dated = paths;
  const auto dumps = expand_inputs(options.dumps, {});
  dated.insert(dated.end(), dumps.begin(), dumps.end());
  of_records.snapshot_dates = snapshot_dates(options.snapshot_dates, dated);
  of_records.with_object_id = has_object_id;
  of_records.limits = options.limits;
  return of_records;
}

DayRange record_range(const ReportOptions& options, RecordKind kind) {
  DayRange range;
  range.from = first_day_of(kind);
  if (options.from) range.from = std::max(range.from, *options.from);
  for (const auto& last : {options.to, options.as_of}) {
    if (last) range.to = std::min(range.to, *last);
  }
  return range;
}

void check_grain(const ReportOptions& options, RecordKind kind) {
  if (kind != RecordKind::rolling30 || !options.grain) return;
  throw Error(ErrorKind::usage, "--grain " + std::string(grain_name(*options.grain)) +
                                    " cannot be had from rolling 30-day values: their periods "
                                    "are months");
}

void check_integers(const ReportOptions& options, const RecordSources& sources,
                    const DumpKeys& dump) {
  if (key_kind(sources) != KeyKind::integer || !options.models || dump.has_integer_id) return;
  throw Error(ErrorKind::invalid_input,
              "the records name their models by integers (column '" +
                  sources.front()->key_column() + "' of '" + sources.front()->path() + "'), but '" +
                  *options.models +
                  "' has no integer column 'model_id' (--column model_id=ACTUAL maps it)");
}

TallySettings settings_of(const ReportOptions& options, const RunRecords& records) {
  const auto& [sources, tallies, unused] = records;
  TallySettings settings;
  settings.kind =
      sources.empty() && !tallies.empty() ? tallies.front()->settings().kind : record_kind(sources);
  const bool has_rows = std::any_of(sources.begin(), sources.end(),
                                    [](const auto& source) { return source->rows() != 0; });
  if (has_rows) settings.keys = key_kind(sources);
  settings.range = record_range(options, settings.kind);
  settings.grain = options.grain;
  settings.strict = options.strict_models;
  return settings;
}

}  // namespace

bool names_records(const ReportOptions& options) {
  return !options.downloads.empty() || !options.files_from.empty() || !options.tallies.empty();
}

RunRecords open_run_records(const ReportOptions& options, const ColumnMap& columns,
                            const DumpKeys& dump) {
  RunRecords records;
  records.tallies = open_tallies(options.tallies);
  if (!options.downloads.empty() || !options.files_from.empty()) {
    const auto paths = expand_inputs(options.downloads, options.files_from);
    records.sources =
        open_all_records(paths, columns, record_options(options, paths, dump.has_object_id));
  }
  records.settings = settings_of(options, records);
  check_grain(options, records.settings.kind);
  check_integers(options, records.sources, dump);
  if (records.tallies.empty()) return records;
  const TallySettings held = united_settings(records.tallies);
  for (const auto& file : records.tallies) {
    check_same(records.settings, "this run", file->settings(), "the tally " + file->name(),
               /*takes_any_grain=*/true);
  }
  if (!records.settings.keys) records.settings.keys = held.keys;
  return records;
}

FoldPlan fold_plan(const Needs& needs, const TallySettings& settings) {
  FoldPlan plan;
  plan.latest = is_sampled(settings.kind);  // even where nothing needs it: samples are no downloads
  plan.month = needs.windows && !plan.latest;
  plan.fine = needs.windows ? settings.grain : std::nullopt;
  plan.values = needs.values;
  plan.users = needs.users && settings.kind == RecordKind::requests;
  plan.age = needs.age;
  plan.weeks = needs.weeks;
  return plan;
}

HeldTallies held_tallies(const RunRecords& records) {
  HeldTallies held;
  held.kind = records.settings.kind;
  for (const auto& file : records.tallies) {
    held.models = std::max(held.models, file->models());
    if (file->units().total().counted > 0) held.days.push_back(file->days());
  }
  if (held.days.empty() && !records.tallies.empty()) held.days.push_back(std::nullopt);
  return held;
}

}  // namespace hubcensus
