#include "host/job/record_fold.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>

#include "host/console/console.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/interrupt.hpp"
#include "host/job/run_inputs.hpp"
#include "host/ranks/unite_ranks.hpp"
#include "host/report/digest.hpp"
#include "host/report/text_safety.hpp"
#include "host/tally/catalog_numbers.hpp"
#include "host/tally/tally_total.hpp"

namespace hubcensus {
namespace {

constexpr size_t kNamesTold = 5;

}  // namespace

RecordFold::RecordFold(const RecordFoldInput& input, Catalog& catalog,
                       const AccountAnnotations& annotations, Backend& backend,
                       MemoryBudget& budget)
    : input_(input),
      catalog_(catalog),
      backend_(backend),
      budget_(budget),
      // What a tally holds, or will be merged with, may name models by ids alone.
      resolver_(catalog, annotations, input.settings.keys.value_or(KeyKind::id),
                input.settings.strict, budget, uses_tallies() || may_have_lone_ids(input.sources)),
      plan_(input.plan),
      counts_(input.sources.size()),
      left_out_(input.sources.size()),
      files_(input.sources.size()) {
  plan_.size_class = &resolver_.size_class();
  const ReportOptions& options = input.options;
  if (options.checkpoint.empty()) return;
  checkpoint_ =
      std::make_unique<Checkpoint>(options.checkpoint, options.resume, options.checkpoint_seconds);
}

bool RecordFold::uses_tallies() const {
  return !input_.tallies.empty() || !input_.save_path.empty() ||
         !input_.options.checkpoint.empty() || !input_.ranks.is_alone();
}

FoldedRun RecordFold::run() {
  const bool is_alone = input_.ranks.is_alone();
  if (!is_alone) check_same_inputs(input_.ranks, inputs_identity());
  held_ = united_units(input_.tallies);
  choose_units();
  if (checkpoint_) resume();
  fold_rounds();
  if (!is_alone) unite();
  if (!input_.ranks.is_first()) return {};
  for (const auto& file : input_.tallies) add_tally(*file);
  if (!input_.save_path.empty()) save();
  FoldedRun run;
  for (size_t source = 0; source < counts_.size(); ++source) {
    run.total.merge(counts_[source]);
    run.bytes += input_.sources[source]->bytes();
  }
  run.total.merge(held_.total());
  run.inputs = inputs();
  run.seconds = seconds_;
  run.uniting_seconds = uniting_s_;
  run.tally = std::move(*tally_);
  return run;
}

void RecordFold::choose_units() {
  if (!uses_tallies()) {
    for (const RecordUnit& at : all_units(input_.sources)) pending_.push_back({at, {}});
    return;
  }
  const ReportOptions& options = input_.options;
  pending_ = deal_units(input_.sources, options.shard, options.shards);
  HeldBack back = leave_out_held(pending_, input_.sources, held_);
  input_.ranks.reduce(back.by_source, Ranks::Operator::sum);  // each has those of its shard
  back.units = std::accumulate(back.by_source.begin(), back.by_source.end(), uint64_t{0});
  left_out_ = back.by_source;
  if (input_.ranks.is_first()) tell_units_left_out(back);
  for (size_t source = 0; source < input_.sources.size(); ++source) {
    if (input_.sources[source]->units() == 0) own_.add_file(file_of(source));
  }
}

void RecordFold::tell_units_left_out(const HeldBack& back) const {
  if (back.units == 0) return;
  std::string names;
  size_t told = 0;
  size_t files = 0;
  for (size_t source = 0; source < back.by_source.size(); ++source) {
    if (back.by_source[source] == 0 || ++files > kNamesTold) continue;
    names += (told++ == 0 ? ": " : ", ") + quoted_text(input_.sources[source]->path());
  }
  if (files > told) names += " and " + std::to_string(files - told) + " more files";
  say("left out " + std::to_string(back.units) + " units of input that a tally holds already" +
      names);
}

// By hashes where they cost nothing, else by sizes: units are looked at one by one besides.
RunIdentity RecordFold::inputs_identity() const {
  std::vector<std::string> files;
  for (const auto& source : input_.sources) {
    files.push_back(std::to_string(source->bytes()) + " " +
                    (source->rows() < 0 ? std::string() : source->hash()));
  }
  std::sort(files.begin(), files.end());
  std::string list;
  for (const std::string& file : files) list += file + "\n";
  std::string tallies;
  for (const auto& file : input_.tallies) tallies += file->hash() + " ";
  return {{"--downloads", std::to_string(files.size()) + " files " + digest(list)},
          {"--models", input_.models_hash},
          {"--tally", tallies}};
}

RunIdentity RecordFold::identity() const {
  std::string facets;
  for (const std::string& facet : facet_names(*tally_)) facets += facet + " ";
  const ReportOptions& options = input_.options;
  std::vector<std::string> columns = options.columns;
  std::sort(columns.begin(), columns.end());
  RunIdentity identity = inputs_identity();
  identity["--column"] = "";
  for (const std::string& column : columns) identity["--column"] += column + " ";
  identity["--shard"] = std::to_string(options.shard) + "/" + std::to_string(options.shards);
  identity["--only/--skip (facets)"] = facets;
  return identity;
}

void RecordFold::resume() {
  tally_ = backend_.start_fold(plan_, budget_)->finish();
  const auto file = checkpoint_->find(identity(), input_.settings);
  if (file == nullptr) return;
  size_t found = 0;
  std::erase_if(pending_, [&](const KeyedUnit& unit) {
    const auto held = file->units().units().find(unit.key);
    if (held == file->units().units().end()) return false;
    keep_counts(unit, held->second.counts);
    ++found;
    return true;
  });
  if (found != file->units().units().size()) {
    throw Error(ErrorKind::invalid_input,
                "--resume goes on with the same inputs and flags only: " + file->name() +
                    " holds a unit that is in no file of --downloads; remove it to begin anew");
  }
  CatalogNumbers numbers(resolver_, catalog_);
  file->add_to(*tally_, numbers, budget_);
  check_total(*tally_);
  say("resumed: " + std::to_string(found) + " units of input are done, " +
      std::to_string(pending_.size()) + " are left");
}

void RecordFold::fold_rounds() {
  const auto must_leave = [&] { return checkpoint_ && interrupting_signal() != 0; };
  while (!tally_ || (!pending_.empty() && !must_leave())) {
    fold_round();
    if (checkpoint_ && !pending_.empty()) save_checkpoint();
  }
  if (!checkpoint_) return;
  if (must_leave() || !input_.is_last) save_checkpoint();
  input_.ranks.check_interrupted_together();
}

void RecordFold::unite() {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const RankPart part{*tally_, catalog_, resolver_, counts_, own_, seconds_};
  unite_ranks(input_.ranks, part, /*with_units=*/!input_.save_path.empty(), budget_);
  uniting_s_ = std::chrono::duration<double>(Clock::now() - begin).count();
}

// Units until it is time for a checkpoint; at least one.
void RecordFold::fold_round() {
  const auto fold = backend_.start_fold(plan_, budget_);
  std::vector<RecordUnit> units;
  for (const KeyedUnit& unit : pending_) units.push_back(unit.at);
  std::atomic<bool> has_begun{false};
  const auto goes_on = [&] {
    if (!checkpoint_ || !has_begun.exchange(true)) return true;
    return !checkpoint_->is_due() && interrupting_signal() == 0;
  };
  // A checkpoint holds whole units: a signal waits for the end of those at work.
  const auto look = checkpoint_ ? check_interrupted_at_once : check_interrupted;
  const RecordContext context{resolver_, *fold, input_.settings.range, budget_, look};
  const auto counts = fold_units(input_.sources, units, context, goes_on);
  Tally part = fold->finish();
  const auto [core, lifetimes, device, copy] = fold->thread_seconds();
  seconds_.core += core;
  seconds_.lifetimes += lifetimes;
  seconds_.device += device;
  seconds_.copy += copy;
  if (tally_) {
    tally_->merge(part);
    check_total(*tally_);  // two sums below the bound do not wrap
  } else {
    tally_ = std::move(part);
  }
  std::vector<KeyedUnit> left;
  for (size_t i = 0; i < pending_.size(); ++i) {
    if (counts[i]) {
      keep_counts(pending_[i], *counts[i]);
    } else {
      left.push_back(std::move(pending_[i]));
    }
  }
  pending_ = std::move(left);
}

void RecordFold::keep_counts(const KeyedUnit& unit, const RecordCounts& counts) {
  counts_[unit.at.file].merge(counts);
  if (uses_tallies()) own_.add(unit.key, file_of(unit.at.file), counts);
}

const ConsumedFile& RecordFold::file_of(size_t source) {
  std::optional<ConsumedFile>& file = files_[source];
  if (!file) {
    const RecordSource& of = *input_.sources[source];
    file = ConsumedFile{of.hash(), valid_utf8(of.path()), of.bytes(), of.missing_columns()};
  }
  return *file;
}

void RecordFold::add_tally(const TallyFile& file) {
  check_interrupted();
  CatalogNumbers numbers(resolver_, catalog_);
  file.add_to(*tally_, numbers, budget_);
  check_total(*tally_);
  const bool is_by_model = plan_.values || plan_.age || plan_.weeks;
  if (numbers.differing() == 0 || !is_by_model) return;
  say("the tally " + file.name() + " was folded with another dump: " +
      std::to_string(numbers.differing()) +
      " of its models have another day of creation or size now; adoption_by_age, engagement and "
      "record_distribution take them as they were");
}

TallyToSave RecordFold::to_save(const ConsumedUnits& units) const {
  return {input_.settings, units, *tally_, held_models(catalog_),
          held_names(resolver_.names(), catalog_.models())};
}

void RecordFold::save_checkpoint() { checkpoint_->save(to_save(own_), identity(), budget_); }

// A saved tally has the facets of this run: what no table needs is not in it.
void RecordFold::tell_facets_left_out() const {
  const std::vector<std::string> saved = facet_names(*tally_);
  for (const auto& file : input_.tallies) {
    for (const std::string& facet : file->facets()) {
      if (std::find(saved.begin(), saved.end(), facet) != saved.end()) continue;
      say(std::string(input_.save_flag) + " leaves out the facet '" + facet + "' of " +
          file->name() + ", which no table of this run needs");
    }
  }
}

void RecordFold::save() const {
  tell_facets_left_out();
  ConsumedUnits all = own_;
  all.merge(held_, [](const std::string&) { return std::string("this run"); }, "--tally");
  save_tally(to_save(all), input_.save_path, input_.save_flag, input_.options.force, budget_);
}

std::vector<ManifestInput> RecordFold::inputs() {
  std::vector<ManifestInput> inputs;
  for (size_t source = 0; source < counts_.size(); ++source) {
    inputs.push_back(records_input(*input_.sources[source], counts_[source]));
    inputs.back().units_held = left_out_[source];
  }
  for (const auto& file : input_.tallies) {
    ManifestInput& of_file = inputs.emplace_back();
    of_file.role = "tally";
    of_file.path = file->path();
    of_file.bytes = static_cast<uint64_t>(file->bytes());
    of_file.hash = file->hash();
  }
  for (const auto& [file, counts] : held_.files()) inputs.push_back(held_input(file, counts));
  return inputs;
}

void check_facets(const FoldPlan& plan, const TallyFile& file) {
  const auto require = [&](bool is_needed, const std::string& facet, const char* hint) {
    const auto& facets = file.facets();
    if (!is_needed || std::find(facets.begin(), facets.end(), facet) != facets.end()) return;
    throw Error(ErrorKind::invalid_input,
                "the tally " + file.name() + " lacks the facet '" + facet + "': " + hint);
  };
  const std::string prefix = plan.latest ? "latest " : "";
  require(plan.month || plan.latest, prefix + "month",
          "make it again without --only, or with a table by windows in it");
  if (plan.fine) {
    require(true, prefix + std::string(grain_name(*plan.fine)), "make it again with --grain");
  }
  require(plan.values, "values",
          "make it again without --only and --skip, or report with --skip record_distribution");
  require(plan.users, "users",
          "make it again without --only and --skip, or report with --skip "
          "usage_matrix,sovereignty");
  require(plan.age, "age", "make it again with --models, or report with --skip adoption_by_age");
  require(plan.weeks, "weeks", "make it again with --models, or report with --skip engagement");
}

}  // namespace hubcensus
