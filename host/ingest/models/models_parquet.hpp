// Which columns of a Parquet dump of models are read, by its schema: for the reader and for
// `inspect`. It refuses a column of a type that would turn every cell into an unknown.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "host/ingest/column_map.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {

// By ModelColumn the name in the file; empty where it has no such column, or is not to be read.
using ModelColumnNames = std::array<std::string, kModelColumns>;

// Of those whose type can be read; the others are missing columns of the report. Throws
// Error(invalid_input) where the dump has no id, or a column is of a wrong type.
ModelColumnNames readable_columns(const ParquetFile& file, const ColumnMap& columns,
                                  ModelsDumpReport& report);

// Indices of the leaf columns, ascending; of `safetensors` only `total`, not a column for each
// dtype.
std::vector<int> leaf_columns(const ParquetFile& file, const ModelColumnNames& names);
std::vector<int> models_leaf_columns(const ParquetFile& file, const ColumnMap& columns);

}  // namespace hubcensus
