// A row group of daily records read page by page: the fold takes pages as they stand, and only rows
// that it leaves, or that are null, are looked at one by one.
//
//   model pages      |--------|--------|-----|     A batch ends where a page of any column ends:
//   day pages        |-----------------|-----|     a page that ends with it travels as it stands,
//   downloads pages  |-----|-----------|-----|     one that is cut as its values.
//   batches          |  1  |2 |   3    |  4  |
#pragma once

#include "host/ingest/records/parquet/pages/integer_pages.hpp"
#include "host/ingest/records/parquet/pages/model_pages.hpp"
#include "host/ingest/records/parquet/record_columns.hpp"
#include "host/ingest/records/record_source.hpp"

namespace hubcensus {

class PagedRowGroup {
 public:
  // Whether the columns of a file can be read so: daily records, whose models the dump names.
  static bool takes(const ParquetFile& file, const RecordColumns& columns,
                    const RecordLayout& layout, const RecordContext& context);

  PagedRowGroup(const ParquetFile& file, parquet::RowGroupReader& group,
                const RecordColumns& columns, const RecordContext& context);

  // Reads and folds the next rows, `most` at the most, and returns how many. Throws
  // Error(invalid_input) that names column and page where the columns end or a page is broken.
  int64_t read(int64_t most, RecordCounts& counts);
  // Whether all columns are behind their last row.
  bool at_end();

 private:
  void fold(const EncodedBatch& pages, RecordCounts& counts);
  void take_all(const EncodedBatch& pages);
  void count_left(RecordCounts& counts);
  [[noreturn]] void refuse(const BrokenPage& broken) const;

  const RecordContext& context_;
  ModelPages models_;
  IntegerPages days_;
  IntegerPages downloads_;
  bool has_unsigned_downloads_;
  bool has_narrow_downloads_;
  LeftRows left_;
  RecordBlock block_;
};

}  // namespace hubcensus
