// A file as `inspect` sees it: its columns with their types, whatever they are called. It refuses
// to interpret: what a column is used for is found with the readers' own functions (inspect.cpp).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/text/decompressor.hpp"

namespace hubcensus {

struct InspectedColumn {
  std::string name;  // with a dot between levels; lists add no level
  std::string type;
  std::string top;      // the top-level column that it belongs to
  int leaf = 0;         // index of the leaf column in Parquet, of the column in CSV
  std::string used_as;  // the wanted column that it is read as; empty: ignored
};

struct InspectedFile {
  std::string path;
  std::string format;       // "Parquet", "CSV"
  std::string compression;  // "snappy", "gzip", "none"
  int64_t bytes = 0;
  std::optional<int64_t> rows;          // none: too large a text to count
  int64_t row_groups = -1;              // -1: not Parquet
  std::vector<std::string> names;       // of the top-level columns, in order
  std::vector<std::string> flat_names;  // of those neither nested nor repeated
  std::vector<InspectedColumn> columns;
  std::unique_ptr<ParquetFile> parquet;  // null for CSV
};

std::string compression_name(Compression compression);

// By the file's first bytes. Throws Error where the file cannot be read.
InspectedFile inspect_columns(const std::string& path);

// Where two levels of a column hold more than a few leaf columns of the same use, one line for all
// of them: "safetensors.parameters.* (24 columns)".
std::vector<InspectedColumn> with_many_leaves_joined(const std::vector<InspectedColumn>& columns);

}  // namespace hubcensus
