// Where the columns of a layout stand in a Parquet schema; one that is nested is refused by name.
// Columns that are not here are not read.
#pragma once

#include <optional>

#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/records/record_layout.hpp"

namespace hubcensus {

struct RecordColumns {
  // `names` are those that the layout was found in, ParquetFile::columns().
  RecordColumns(const ParquetFile& file, const std::vector<std::string>& names,
                const RecordLayout& layout);

  std::optional<int> id;
  std::optional<int> object_id;
  std::optional<int> date;
  std::optional<int> value;
  std::optional<int> repo_type;
  std::optional<int> total;
  std::optional<int> status;
  std::optional<int> method;
  std::optional<int> country;

  // The column that names the models: `_id` before `id`.
  int key() const { return object_id ? *object_id : *id; }
};

}  // namespace hubcensus
