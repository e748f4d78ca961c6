// Some columns of a Parquet file as Arrow record batches, one after the other: for dumps, whose
// columns are nested. Records by the billion are read column by column instead.
#pragma once

#include <functional>
#include <vector>

#include "host/ingest/parquet/parquet_file.hpp"

namespace arrow {
class RecordBatch;
}

namespace hubcensus {

// `leaves`: indices of the leaf columns, ascending. Throws what `use` throws, and
// Error(invalid_input) with the file's name for what Arrow throws.
void read_record_batches(const ParquetFile& file, const std::vector<int>& leaves,
                         const std::function<void(const arrow::RecordBatch&)>& use);
// The same of one row group, on the calling thread alone: threads may read a group each.
void read_row_group(const ParquetFile& file, int row_group, const std::vector<int>& leaves,
                    const std::function<void(const arrow::RecordBatch&)>& use);

}  // namespace hubcensus
