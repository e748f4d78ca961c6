// Which columns of a Parquet dump of models are read: for the reader and for `inspect`. It refuses
// to read cells. A flat column of a wrong type stops the run: each of its cells would be unknown.
// One of sizes or of lineage may have several forms; where it has none of them, that is said and it
// counts as absent. Invariant: whatever has a name here has a form that the reader knows.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "host/ingest/column_map.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {

struct DumpColumns {
  std::array<std::string, kModelColumns> names;  // actual ones; empty: not read
  std::vector<std::string> missing;              // wanted names
  // "safetensors (not understood: list<element: bool>)"
  std::vector<std::string> not_understood;

  // Indices of the leaf columns, ascending; of `safetensors` and `gguf` only `total`, not a column
  // for each dtype.
  std::vector<int> leaves(const ParquetFile& file) const;
};

// Throws Error(invalid_input) where the dump has no id, or a flat column of a wrong type.
DumpColumns find_dump_columns(const ParquetFile& file, const ColumnMap& columns);

}  // namespace hubcensus
