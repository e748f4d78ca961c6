// Which leaf columns of a Parquet dump of models are read: for the reader and for `inspect`.
#pragma once

#include <vector>

#include "host/ingest/column_map.hpp"
#include "host/ingest/parquet/parquet_file.hpp"

namespace hubcensus {

// Indices of the leaf columns, ascending; of `safetensors` only `total`, not a column for each
// dtype. Throws Error(invalid_input) where the dump has no id, or one that is not text.
std::vector<int> models_leaf_columns(const ParquetFile& file, const ColumnMap& columns);

}  // namespace hubcensus
