#include "host/ingest/records/record_source.hpp"

#include <array>

#include "host/ingest/parquet/parquet_file.hpp"

namespace hubcensus {

std::span<const std::string_view> key_column_names(bool with_object_id) {
  static constexpr std::array<std::string_view, 3> kNames = {kObjectIdName, "model_id", "id"};
  return std::span<const std::string_view>(kNames).subspan(with_object_id ? 0 : 1);
}

std::unique_ptr<RecordSource> open_records(const std::filesystem::path& path,
                                           const ColumnMap& columns, bool with_object_id) {
  return looks_like_parquet(path) ? open_record_parquet(path, columns, with_object_id)
                                  : open_record_csv(path, columns, with_object_id);
}

}  // namespace hubcensus
