// The records of a run, folded: from files that are open to a tally that is not settled yet, with
// what --tally holds added, --save-tally written and checkpoints kept on the way. Of several ranks
// each folds its shard, and the first has what all folded.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/job/fold_records.hpp"
#include "host/job/report_options.hpp"
#include "host/ranks/ranks.hpp"
#include "host/report/manifest.hpp"
#include "host/tally/checkpoint.hpp"
#include "host/tally/deal_units.hpp"
#include "host/tally/tally_files.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

// All that the fold needs; the references outlive it.
struct RecordFoldInput {
  const ReportOptions& options;
  const RecordSources& sources;
  const TallyFiles& tallies;
  TallySettings settings;
  FoldPlan plan;            // without size classes
  std::string models_hash;  // of the dump; empty without one
  std::string save_path;    // of the tally; empty: it is not saved
  const char* save_flag = "--save-tally";
  bool is_last = false;  // the run ends with the fold: no checkpoint behind it
  Ranks ranks{};
};

struct FoldedRun {
  Tally tally;
  RecordCounts total;
  std::vector<ManifestInput> inputs;
  int64_t bytes = 0;  // of the files read
  FoldSeconds seconds;
  double uniting_seconds = 0;  // what the ranks folded
};

class RecordFold {
 public:
  RecordFold(const RecordFoldInput& input, Catalog& catalog, const AccountAnnotations& annotations,
             Backend& backend, MemoryBudget& budget);

  // Once only. At other ranks than the first nothing of it is for use.
  FoldedRun run();
  // For settle_models(), behind run().
  ModelResolver& resolver() { return resolver_; }

 private:
  bool uses_tallies() const;
  RunIdentity inputs_identity() const;
  RunIdentity identity() const;
  void choose_units();
  void resume();
  void fold_rounds();
  void fold_round();
  void unite();
  void keep_counts(const KeyedUnit& unit, const RecordCounts& counts);
  void add_tally(const TallyFile& file);
  void save_checkpoint();
  void save() const;
  TallyToSave to_save(const ConsumedUnits& units) const;
  const ConsumedFile& file_of(size_t source);
  void tell_facets_left_out() const;
  void tell_units_left_out(const HeldBack& back) const;
  std::vector<ManifestInput> inputs();

  const RecordFoldInput& input_;
  Catalog& catalog_;
  Backend& backend_;
  MemoryBudget& budget_;
  ModelResolver resolver_;
  FoldPlan plan_;
  std::unique_ptr<Checkpoint> checkpoint_;

  ConsumedUnits held_;                // by --tally
  std::vector<KeyedUnit> pending_;    // not yet folded
  ConsumedUnits own_;                 // folded by this run, or the one it goes on with
  std::vector<RecordCounts> counts_;  // [source]
  std::vector<uint64_t> left_out_;    // [source] units that a tally holds
  std::vector<std::optional<ConsumedFile>> files_;  // [source], once asked for
  std::optional<Tally> tally_;
  FoldSeconds seconds_;
  double uniting_s_ = 0;
};

// Which facet a report needs that a tally lacks: throws Error(invalid_input) with the flags that
// help.
void check_facets(const FoldPlan& plan, const TallyFile& file);

}  // namespace hubcensus
