#include "host/job/tally_job.hpp"

#include <tbb/global_control.h>

#include <algorithm>

#include "host/catalog/catalog_builder.hpp"
#include "host/console/console.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/wanted_columns.hpp"
#include "host/interrupt.hpp"
#include "host/job/choose_backend.hpp"
#include "host/job/chosen_tables.hpp"
#include "host/job/dump_sinks.hpp"
#include "host/job/memory_limit.hpp"
#include "host/job/record_fold.hpp"
#include "host/job/run_plan.hpp"
#include "host/job/run_records.hpp"
#include "host/job/table_selection.hpp"
#include "host/job/thread_count.hpp"
#include "host/report/durable_file.hpp"
#include "host/statistics/tables.hpp"
#include "host/tally/written_tally.hpp"

namespace hubcensus {
namespace {

// A dump, as far as a fold looks at it.
struct FoldCatalog {
  Catalog catalog;
  DumpKeys keys;
  std::string hash;
};

FoldCatalog read_fold_catalog(const ReportOptions& options, const ColumnMap& columns,
                              const Needs& needs, MemoryBudget& budget) {
  FoldCatalog read;
  if (!options.models) return read;
  CatalogBuilder builder;
  const ModelsDumpReport dump = read_models_in_parts(
      *options.models, columns, [&](size_t parts) { return dump_sinks(builder, parts); },
      {needs.sizes, /*lineage=*/false, /*attributes=*/false, /*trending=*/false}, options.limits);
  for (const std::string& bad : dump.bad_lines) {
    say("left out " + bad);
  }
  read.catalog = builder.build({});
  budget.take(read.catalog.bytes(), "the catalogue");
  read.keys = {dump.has_integer_id, dump.has_object_id};
  read.hash = dump.hash;
  return read;
}

// What all tables need that --only and --skip leave, whatever other inputs they want.
Needs needs_of_tables(const ReportOptions& options, RecordKind kind) {
  const TableSelection selection(options.only, options.skip);
  Given given;
  for (bool Given::* input :
       {&Given::records, &Given::accounts, &Given::datasets, &Given::spaces, &Given::papers,
        &Given::organizations, &Given::companies, &Given::champions, &Given::dumps}) {
    given.*input = true;
  }
  given.models = options.models.has_value();
  tell_kind(given, kind);
  return choose_tables(selection, given).needs;
}

// Of records alone: the fold of a catalogue without sizes would count other size classes.
constexpr Needs kSizesOfDump{.sizes = true};

void fold_to_file(const ReportOptions& options) {
  const ColumnMap columns(options.columns);
  MemoryBudget budget(options.memory_limit > 0 ? options.memory_limit : default_memory_limit());
  const auto backend = choose_backend(options.backend, options.device);
  FoldCatalog read = read_fold_catalog(options, columns, kSizesOfDump, budget);
  const RunRecords records = open_run_records(options, columns, read.keys);
  columns.check_found();
  const auto& [sources, tallies, settings] = records;
  const Needs needs = needs_of_tables(options, settings.kind);
  const MemoryPlan plan =
      plan_memory(sources, read.catalog.models(), needs, settings.grain, settings.range,
                  held_tallies(records), !options.checkpoint.empty());
  check(plan, budget);
  RecordFoldInput input{
      options,   sources,     tallies, settings,        fold_plan(needs, settings),
      read.hash, options.out, "--out", /*is_last=*/true};
  for (const auto& file : tallies) check_facets(input.plan, *file);
  const std::vector<Day> born = read.catalog.born;  // models that join move those of the catalogue
  budget.take(static_cast<int64_t>(born.size() * sizeof(Day)), "days of creation");
  input.plan.born = born;
  RecordFold fold(input, read.catalog, {}, *backend, budget);
  const FoldedRun run = fold.run();
  remove_checkpoint(options.checkpoint);
  const WrittenTally written{options.out, {}, run.total, static_cast<int64_t>(sources.size())};
  print_result(options.as_json ? to_json(written) : to_text(written));
}

}  // namespace

void run_tally(const ReportOptions& options) {
  TableSelection(options.only, options.skip).check();
  ColumnMap(options.columns).check_wanted(renamable_columns());
  if (!options.plan) check_file_target(options.out, "--out", options.force);
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism,
                                    static_cast<size_t>(thread_count(options.threads)));
  if (!options.checkpoint.empty()) make_interrupts_resumable();
  if (!options.plan) return fold_to_file(options);
  const RunPlan plan =
      plan_tally(options, [&](RecordKind kind) { return needs_of_tables(options, kind); });
  print_result(options.as_json ? to_json(plan) : to_text(plan));
}

}  // namespace hubcensus
