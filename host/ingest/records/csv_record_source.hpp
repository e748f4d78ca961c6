// Where a CSV file of records is cut for its threads. Its rows and counts do not depend on the
// blocks; the ranges are the file's, so that counts do not depend on threads.
#pragma once

#include "host/ingest/records/record_source.hpp"

namespace hubcensus {

struct CsvCuts {
  int64_t range_bytes = int64_t{64} << 20;  // of text; a unit of a plain file
  int64_t block_bytes = int64_t{1} << 20;   // of a compressed file's text, parsed by one thread
};

std::unique_ptr<RecordSource> open_record_csv(const std::filesystem::path& path,
                                              const ColumnMap& columns,
                                              const RecordOptions& options, const CsvCuts& cuts);

}  // namespace hubcensus
