// A Parquet file of Arrow tables, one row group each, in the way that all dumps of the sample Hub
// are written: Snappy, ids without a dictionary, as each is there once.
#pragma once

#include <arrow/type.h>
#include <parquet/arrow/writer.h>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace hubcensus::generate {

inline constexpr int64_t kRowsPerDumpGroup = int64_t{1} << 15;
constexpr int64_t dump_groups(int64_t rows) {
  return (rows + kRowsPerDumpGroup - 1) / kRowsPerDumpGroup;
}

// Throws parquet::ParquetException, as the writer's users do; see output_error.hpp.
std::unique_ptr<parquet::arrow::FileWriter> open_table_file(const std::filesystem::path& path,
                                                            const arrow::Schema& schema);

}  // namespace hubcensus::generate
