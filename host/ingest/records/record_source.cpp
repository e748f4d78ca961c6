#include "host/ingest/records/record_source.hpp"

#include "host/ingest/parquet/parquet_file.hpp"

namespace hubcensus {

std::unique_ptr<RecordSource> open_records(const std::filesystem::path& path,
                                           const ColumnMap& columns, const RecordOptions& options) {
  return looks_like_parquet(path) ? open_record_parquet(path, columns, options)
                                  : open_record_csv(path, columns, options);
}

}  // namespace hubcensus
