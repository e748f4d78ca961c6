// The fold over all record files: their units are dealt to all threads.
#pragma once

#include <memory>
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

// Folds every unit; the counts are those of each file. Looks for a signal before each unit.
std::vector<RecordCounts> fold_records(const RecordSources& sources, const RecordContext& context);

}  // namespace hubcensus
