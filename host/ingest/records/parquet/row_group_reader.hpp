// The columns of one row group of records, read block by block in the order of RecordBlock's
// reasons: a key is looked up last, for rows that all else accepts.
#pragma once

#include <optional>

#include "host/ingest/records/parquet/counter_column.hpp"
#include "host/ingest/records/parquet/day_column.hpp"
#include "host/ingest/records/parquet/key_columns.hpp"
#include "host/ingest/records/parquet/request_columns.hpp"
#include "host/ingest/records/parquet/total_columns.hpp"
#include "host/ingest/records/record_source.hpp"

namespace hubcensus {

// Throws Error(invalid_input).
[[noreturn]] void refuse_more_rows(const std::string& path);

class RowGroupReader {
 public:
  RowGroupReader(const ParquetFile& file, parquet::RowGroupReader& group,
                 const RecordColumns& columns, const RecordLayout& layout,
                 const RecordContext& context);

  // Reads and folds the next rows.
  void read(size_t rows, RecordCounts& counts);
  // Behind the last rows. A footer that tells fewer rows than the columns hold must not lose them.
  void finish(const std::string& path, RecordCounts& counts);

 private:
  void read_days();
  void read_downloads();

  const RecordLayout& layout_;
  const RecordContext& context_;
  RequestColumns request_;
  std::optional<DayColumn> days_;
  std::optional<CounterColumn> downloads_;
  KeyColumns keys_;
  std::optional<TotalColumns> totals_;
  RecordBlock block_;
};

}  // namespace hubcensus
