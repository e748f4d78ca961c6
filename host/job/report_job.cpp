#include "host/job/report_job.hpp"

#include <tbb/global_control.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iterator>

#include "host/catalog/accounts_file.hpp"
#include "host/catalog/builtin_accounts.hpp"
#include "host/catalog/catalog_builder.hpp"
#include "host/console/console.hpp"
#include "host/console/progress.hpp"
#include "host/ingest/input_paths.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/wanted_columns.hpp"
#include "host/interrupt.hpp"
#include "host/job/choose_backend.hpp"
#include "host/job/chosen_tables.hpp"
#include "host/job/dump_sinks.hpp"
#include "host/job/fold_records.hpp"
#include "host/job/input_totals.hpp"
#include "host/job/memory_limit.hpp"
#include "host/job/memory_plan.hpp"
#include "host/job/options_of_rank.hpp"
#include "host/job/read_dumps.hpp"
#include "host/job/read_lists.hpp"
#include "host/job/record_fold.hpp"
#include "host/job/run_inputs.hpp"
#include "host/job/run_plan.hpp"
#include "host/job/run_records.hpp"
#include "host/job/table_selection.hpp"
#include "host/job/thread_count.hpp"
#include "host/report/chart_pictures.hpp"
#include "host/report/durable_file.hpp"
#include "host/report/hardware.hpp"
#include "host/report/manifest.hpp"
#include "host/report/output_folder.hpp"
#include "host/report/read_runtimes.hpp"
#include "host/report/summary.hpp"
#include "host/report/summary_json.hpp"
#include "host/report/write_report.hpp"
#include "host/statistics/tables.hpp"

namespace hubcensus {
namespace {

using Clock = std::chrono::steady_clock;

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 32> text{};
  const size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return {text.data(), length};
}

// What tables need beside the fold is for the first rank alone.
Needs of_fold(Needs needs) {
  needs.attributes = needs.lineage = needs.lineage_graph = needs.dumps = false;
  return needs;
}

class ReportJob {
 public:
  ReportJob(const ReportOptions& options, const Ranks& ranks)
      : options_(options),
        ranks_(ranks),
        selection_(options.only, options.skip),
        columns_(options.columns),
        budget_(options.memory_limit > 0 ? options.memory_limit : default_memory_limit()),
        backend_(choose_backend(options.backend, options.device, ranks.is_first())) {}

  // At other ranks than the first: no more than the fold of their records.
  void run() {
    describe_run();
    given_ = inputs_given(options_);
    choose_tables();
    read_accounts();
    note_all_organizations(options_, annotations_);
    read_models();
    if (ranks_.is_first()) read_lists();
    open_records();
    choose_tables();  // again: the kind of the records is known
    if (ranks_.is_first()) columns_.check_found();  // the lists are read there alone
    const bool folds_in_rounds = given_.records && !options_.checkpoint.empty();
    MemoryPlan plan = plan_memory(records_.sources, catalog_.models(), needs_, options_.grain,
                                  records_.settings.range, held_tallies(records_), folds_in_rounds);
    if (needs_.dumps && given_.dumps) plan.stages.push_back(series_stage(catalog_.models()));
    check(plan, budget_);
    read_dumps();
    fold();
    if (ranks_.is_first()) make_tables();
  }

  const RunManifest& manifest() const { return manifest_; }

  void write(OutputFolder& folder, const ChartPictures& pictures) {
    manifest_.peak_memory_bytes = peak_memory_bytes();
    manifest_.peak_device_bytes = backend_->peak_device_bytes();
    manifest_.wall_seconds = seconds_since(begin_);
    write_report(folder, tables_, manifest_, pictures);
  }

  // Behind write().
  std::string summary() const { return hubcensus::summary(tables_, manifest_); }
  std::string summary_as_json() const { return summary_json(tables_, manifest_); }

 private:
  static double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }

  void end_stage(const char* name, Clock::time_point begin, int64_t rows, int64_t bytes) {
    manifest_.stages.push_back({name, seconds_since(begin), static_cast<uint64_t>(rows),
                                static_cast<uint64_t>(bytes), std::string(backend_->name())});
    hubcensus::end_stage(name, manifest_.stages.back().seconds, rows, bytes);
    check_interrupted();
  }

  void describe_run() {
    manifest_.version = HUBCENSUS_VERSION;
    manifest_.started_at = utc_now();
    manifest_.arguments = options_.arguments;
    manifest_.hardware = detect_hardware();
    manifest_.hardware.threads_used = static_cast<uint64_t>(thread_count(options_.threads));
    manifest_.backend = options_.backend;
    manifest_.path = backend_->name();
    if (!options_.runtimes.empty()) manifest_.compared = read_runtimes(options_.runtimes);
  }

  // A row of the user's replaces the built-in one of its handle.
  void read_accounts() {
    if (options_.builtin_accounts) add_builtin_accounts();
    if (!options_.accounts) return;
    const auto begin = Clock::now();
    begin_stage("read accounts", input_totals(*options_.accounts));
    AccountsFile file = read_accounts_file(*options_.accounts, options_.limits);
    file.annotations.merge(annotations_);  // those that the file does not have
    annotations_ = std::move(file.annotations);
    manifest_.inputs.push_back(accounts_input(*options_.accounts, file));
    end_stage("read accounts", begin, file.rows_read, file.bytes);
  }

  void add_builtin_accounts() {
    annotations_ = builtin_annotations();
    manifest_.inputs.push_back(builtin_accounts_input());
  }

  void read_models() {
    if (needs_.attributes) catalog_.attributes.emplace();
    if (!options_.models) return;
    const auto begin = Clock::now();
    begin_stage("read models", input_totals(*options_.models));
    CatalogBuilder builder(needs_.attributes, needs_.lineage_graph);
    const ModelsDumpReport dump = read_models_in_parts(
        *options_.models, columns_, [&](size_t parts) { return dump_sinks(builder, parts); },
        {needs_.sizes, needs_.lineage, needs_.attributes, /*trending=*/false}, options_.limits);
    if (ranks_.is_first()) name_bad_lines(dump.bad_lines);
    end_stage("read models", begin, dump.rows_read, dump.bytes);
    const auto build_begin = Clock::now();
    begin_stage("build catalogue");
    DumpLineage lineage;
    catalog_ = builder.build(annotations_, needs_.lineage_graph ? &lineage : nullptr);
    catalog_.has_created = dump.has_created;
    catalog_.has_downloads_30_days = dump.has_downloads_30_days;
    catalog_.has_downloads_all_time = dump.has_downloads_all_time;
    budget_.take(catalog_.bytes(), "the catalogue");
    dump_keys_ = {dump.has_integer_id, dump.has_object_id};
    dump_hash_ = dump.hash;
    manifest_.inputs.push_back(models_input(*options_.models, dump));
    end_stage("build catalogue", build_begin, catalog_.models(), 0);
    if (needs_.lineage_graph) count_derivatives(lineage);
  }

  // While the models have the dump's numbers.
  void count_derivatives(const DumpLineage& lineage) {
    const auto begin = Clock::now();
    begin_stage("lineage");
    lineage_ = lineage_facts(catalog_, lineage, budget_);
    end_stage("lineage", begin, lineage.nodes(), 0);
  }

  void read_lists() {
    const auto begin = Clock::now();
    begin_stage("read lists", input_totals(list_paths(options_)));
    const int64_t catalog_bytes = catalog_.bytes();
    ListReading reading = hubcensus::read_lists(options_, columns_, annotations_, catalog_, budget_,
                                                check_interrupted);
    name_bad_lines(reading.bad_lines);
    lists_ = std::move(reading.lists);
    budget_.take(lists_.bytes() + catalog_.bytes() - catalog_bytes, "the lists beside the models");
    if (!reading.inputs.empty()) add_inputs("read lists", begin, std::move(reading.inputs));
  }

  // Ends the stage that read them.
  void add_inputs(const char* stage, Clock::time_point begin, std::vector<ManifestInput> inputs) {
    int64_t rows = 0;
    int64_t bytes = 0;
    for (ManifestInput& input : inputs) {
      rows += static_cast<int64_t>(input.rows_read);
      bytes += static_cast<int64_t>(input.bytes);
      manifest_.inputs.push_back(std::move(input));
    }
    end_stage(stage, begin, rows, bytes);
  }

  // While the numbers of the models are those of the catalogue's index.
  void read_dumps() {
    if (!needs_.dumps || !given_.dumps) return;
    const auto begin = Clock::now();
    begin_stage("read dumps", input_totals(expand_inputs(options_.dumps, {})));
    DumpReading reading = hubcensus::read_dumps(options_, columns_, annotations_, catalog_, budget_,
                                                check_interrupted);
    name_bad_lines(reading.bad_lines);
    dumps_ = std::move(reading.dumps);
    add_inputs("read dumps", begin, std::move(reading.inputs));
  }

  static void name_bad_lines(const std::vector<std::string>& bad_lines) {
    for (const std::string& bad : bad_lines) {
      say("left out " + bad);
    }
  }

  void open_records() {
    if (!given_.records) return;
    const auto begin = Clock::now();
    begin_stage("open records");
    records_ = open_run_records(options_, columns_, dump_keys_);
    tell_kind(given_, records_.settings.kind);
    end_stage("open records", begin, 0, 0);
  }

  void choose_tables() {
    ChosenTables chosen = hubcensus::choose_tables(selection_, given_);
    makers_ = std::move(chosen.makers);
    needs_ = chosen.needs;
    if (!ranks_.is_first()) needs_ = of_fold(needs_);
  }

  void fold() {
    if (!given_.records) return;
    const auto begin = Clock::now();
    begin_stage("read and fold records", totals_of(records_.sources));
    const RecordKind kind = records_.settings.kind;
    RecordFoldInput input{options_,    records_.sources, records_.tallies,   records_.settings,
                          fold_plan(), dump_hash_,       options_.save_tally};
    input.ranks = ranks_;
    const std::vector<Day> born = days_of_creation();
    input.plan.born = born;
    RecordFold fold(input, catalog_, annotations_, *backend_, budget_);
    FoldedRun folded = fold.run();
    if (!ranks_.is_first()) return;
    for (ManifestInput& of_records : folded.inputs) manifest_.inputs.push_back(of_records);
    const RecordCounts& total = folded.total;
    if (kind == RecordKind::cumulative && options_.from && total.before_range > 0) {
      say("left out snapshots before --from " + day_name(*options_.from) +
          ": they are no base, the first on or after it is");
    }
    end_stage("read and fold records", begin, total.read, folded.bytes);
    add_stage_of_ranks(folded.uniting_seconds);
    const auto finish_begin = Clock::now();
    begin_stage("merge and renumber");
    tally_ = std::move(folded.tally);
    add_part("decode records", total.work.seconds, total.read, folded.bytes);
    add_fold_stages(folded.seconds, total);
    budget_.give_back(bytes_of(born));
    settle_models(fold.resolver(), tally_);
    const Corrections corrections = settle_samples(tally_, kind, catalog_, *backend_);
    manifest_.corrections = corrections_of(kind, corrections, total);
    renumbering_ = catalog_.renumber();
    add_totals(total);
    end_stage("merge and renumber", finish_begin, catalog_.models(), 0);
  }

  // Where a tally is saved, with the grain of the run.
  FoldPlan fold_plan() const {
    FoldPlan plan = hubcensus::fold_plan(needs_, records_.settings);
    for (const auto& file : records_.tallies) check_facets(plan, *file);
    return plan;
  }

  static int64_t bytes_of(const std::vector<Day>& days) {
    return static_cast<int64_t>(days.size() * sizeof(Day));
  }

  // Where the fold needs them: a copy, as models that join move those of the catalogue.
  std::vector<Day> days_of_creation() {
    if (!needs_.age && !needs_.weeks) return {};
    budget_.take(bytes_of(catalog_.born), "days of creation");
    return catalog_.born;
  }

  // A part of the stage "read and fold records".
  void add_part(const char* name, double thread_seconds, int64_t rows, int64_t bytes) {
    manifest_.stages.push_back(
        {name, thread_seconds, static_cast<uint64_t>(rows), static_cast<uint64_t>(bytes),
         std::string(backend_->name()) + ", processor seconds of all threads",
         manifest_.hardware.threads_used});
  }

  void add_fold_stages(const FoldSeconds& seconds, const RecordCounts& total) {
    if (seconds.device > 0) {
      add_part("stage records", seconds.core, total.counted, total.work.batch_bytes);
      add_of_device("copy records", seconds.copy, total);
      add_of_device("fold on the device", seconds.device, total);
      return;
    }
    add_part("fold core facets", seconds.core, total.counted, total.work.batch_bytes);
    if (!needs_.age && !needs_.weeks) return;
    add_part("fold age and weeks", seconds.lifetimes, total.counted, total.work.batch_bytes);
  }

  void add_of_device(const char* name, double seconds, const RecordCounts& total) {
    manifest_.stages.push_back({name, seconds, static_cast<uint64_t>(total.counted),
                                static_cast<uint64_t>(total.work.batch_bytes),
                                std::string(backend_->name()) + ", by the device's clock"});
  }

  // Part of that stage too: the wait for the last rank, and what they send.
  void add_stage_of_ranks(double seconds) {
    if (ranks_.is_alone()) return;
    manifest_.stages.push_back({"unite ranks", seconds, static_cast<uint64_t>(catalog_.models()), 0,
                                std::to_string(ranks_.size()) + " ranks"});
  }

  void add_totals(const RecordCounts& total) {
    manifest_.records.read = static_cast<uint64_t>(total.read);
    manifest_.records.counted = static_cast<uint64_t>(total.counted);
    manifest_.records.rejected = rejected_rows(total);
    if (const auto days = record_days(tally_.days)) {
      manifest_.record_range = {days->first, days->last};
    }
  }

  // The last day that anything tells; none where nothing tells a day.
  std::optional<Day> day_of_census() const {
    if (options_.as_of) return options_.as_of;
    Day last = std::max(catalog_.last_day_of_dump, lists_.last_day);
    if (const auto days = record_days(tally_.days)) last = std::max(last, days->last);
    if (!dumps_.empty()) last = std::max(last, dumps_.back().day);
    return last == kAlwaysBorn ? std::nullopt : std::optional(last);
  }

  void make_tables() {
    const auto begin = Clock::now();
    begin_stage("statistics");
    Findings findings;
    findings.catalog = &catalog_;
    findings.lists = &lists_;
    findings.dumps = dumps_;
    findings.annotations = &annotations_;
    findings.given = given_;
    findings.kind = records_.settings.kind;
    manifest_.as_of = day_of_census();
    findings.is_dated = manifest_.as_of.has_value();
    findings.as_of = manifest_.as_of.value_or(kFirstRecordDay);
    findings.fine = options_.grain;
    findings.days = record_days(tally_.days);
    check_interrupted();
    Measured measured = measure(catalog_, given_.records ? &tally_ : nullptr, findings.kind,
                                renumbering_, needs_, *backend_);
    findings.windows = std::move(measured.windows);
    findings.listing = std::move(measured.listing);
    findings.liked = std::move(measured.liked);
    if (tally_.users) findings.users = sum_users(*tally_.users, catalog_, renumbering_);
    if (tally_.values) findings.values = *tally_.values;
    check_interrupted();
    if (tally_.age) findings.adoption = measure_adoption(catalog_, tally_, renumbering_);
    check_interrupted();
    if (tally_.weeks) findings.engagement = measure_engagement(catalog_, tally_, renumbering_);
    if (needs_.lineage_graph) findings.lineage = &lineage_;
    manifest_.catalog = catalog_totals(catalog_.counts);
    end_stage("statistics", begin, catalog_.models(), 0);
    for (const TableMaker* maker : makers_) {
      add_tables(std::string(maker->name), [&] { return maker->make(findings); });
    }
    if (selection_.has("claims")) add_tables("claims", [&] { return claims(findings, tables_); });
  }

  template <typename Make>
  void add_tables(const std::string& name, Make make) {
    const auto begin = Clock::now();
    begin_stage("table " + name);
    int64_t rows = 0;
    for (Table& table : make()) {
      table.sort_by_key();
      rows += table.rows();
      tables_.push_back(std::move(table));
    }
    end_stage(("table " + name).c_str(), begin, rows, 0);
  }

  const ReportOptions& options_;
  const Ranks ranks_;
  const TableSelection selection_;
  const ColumnMap columns_;
  const Clock::time_point begin_ = Clock::now();
  MemoryBudget budget_;
  std::unique_ptr<Backend> backend_;
  RunManifest manifest_;

  AccountAnnotations annotations_;
  Catalog catalog_;
  HubLists lists_;
  LineageFacts lineage_;
  DumpKeys dump_keys_;
  std::string dump_hash_;
  std::vector<DumpFacts> dumps_;
  RunRecords records_;
  Given given_;
  std::vector<const TableMaker*> makers_;
  Needs needs_;
  Tally tally_;
  std::vector<uint32_t> renumbering_;
  std::vector<Table> tables_;
};

void check_names(const ReportOptions& options) {
  TableSelection(options.only, options.skip).check();
  ColumnMap(options.columns).check_wanted(renamable_columns());
}

void help_the_first(const ReportOptions& options, const Ranks& ranks) {
  if (names_records(options)) ReportJob(options, ranks).run();
  ranks.wait_for_all();
  // While the first writes, what becomes of the report is its own matter: it ends this process too.
  ranks.wait_for_all([] {});
  remove_checkpoint(options.checkpoint);
}

}  // namespace

RunManifest make_report(const ReportOptions& options) {
  check_names(options);
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                    static_cast<size_t>(thread_count(options.threads)));
  OutputFolder folder(options.out, options.force);
  ReportJob job(options, Ranks());
  job.run();
  job.write(folder, ChartPictures{});
  return job.manifest();
}

void run_report(const ReportOptions& asked) {
  check_names(asked);
  const Ranks ranks = join_ranks();
  const ReportOptions options = options_of_rank(asked, ranks);
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                    static_cast<size_t>(thread_count(options.threads)));
  if (!options.checkpoint.empty()) make_interrupts_resumable();
  if (options.plan) {
    if (!ranks.is_first()) return;
    const RunPlan plan = plan_report(options);
    print_result(options.as_json ? to_json(plan) : to_text(plan));
    return;
  }
  if (!ranks.is_first()) {
    help_the_first(options, ranks);
    return;
  }
  if (!options.save_tally.empty()) {
    check_file_target(options.save_tally, "--save-tally", options.force);
  }
  const ChartPictures pictures(options.charts);
  OutputFolder folder(options.out, options.force);
  ReportJob job(options, ranks);
  job.run();
  ranks.wait_for_all();  // no report before every rank has done all that can fail
  job.write(folder, pictures);
  ranks.wait_for_all([] {});
  remove_checkpoint(options.checkpoint);
  if (options.as_json) {
    print_result(job.summary_as_json());
  } else if (!console_options().is_quiet) {
    print_result(job.summary());
  }
}

}  // namespace hubcensus
