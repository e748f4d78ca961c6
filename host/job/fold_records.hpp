// The fold over all record files: their units are dealt to all threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "host/ingest/records/record_source.hpp"

namespace hubcensus {

using RecordSources = std::vector<std::unique_ptr<RecordSource>>;

// Opens all files (several at once). Throws Error(invalid_input) where they are not all of one
// kind, or do not name their models by the same kind of key.
RecordSources open_all_records(const std::vector<std::string>& paths, const ColumnMap& columns,
                               const RecordOptions& options);

// The kind of all of them; `daily` where there are none.
RecordKind record_kind(const RecordSources& sources);

// By what the records name their models. Integers need a dump with an integer column `model_id`;
// without a dump they name models by themselves.
KeyKind key_kind(const RecordSources& sources);

// Whether rows of a dated series may name their model by an id alone: what ModelResolver wants to
// know beforehand. By the schemas and the null counts of Parquet; other files are not looked at.
bool may_have_lone_ids(const RecordSources& sources);

struct RecordUnit {
  size_t file;  // among the sources
  int64_t unit;
};

std::vector<RecordUnit> all_units(const RecordSources& sources);

// Folds units until `goes_on` (asked before each) says no: those begun are folded to their end, the
// others have no counts. Looks for a signal before each unit.
std::vector<std::optional<RecordCounts>> fold_units(const RecordSources& sources,
                                                    std::span<const RecordUnit> units,
                                                    const RecordContext& context,
                                                    const std::function<bool()>& goes_on);

// Folds every unit; the counts are those of each file.
std::vector<RecordCounts> fold_records(const RecordSources& sources, const RecordContext& context);

// To be called once behind the fold of every kind of records, before samples become differences and
// before Catalog::renumber(): models that turned out to be one become one in the tally too.
void settle_models(ModelResolver& resolver, Tally& tally);

}  // namespace hubcensus
