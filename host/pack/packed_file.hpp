// A Parquet file laid out for the fold: rows in order of model and day, columns model_id, date and
// downloads without nulls.
//
//   model_id   dictionary, whose indices are runs; 64-bit integers or texts
//   date       days, their differences packed
//   downloads  64-bit integers: a dictionary or packed differences, what is smaller for the first
//              row group; differences are not compressed
//
// It refuses rows that are not in order. The bytes depend on the rows and the codec alone.
#pragma once

#include <parquet/api/writer.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "host/pack/sorted_runs.hpp"
#include "host/report/arrow_sink.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus {

inline constexpr size_t kRowsPerPackedGroup = size_t{1} << 20;
inline constexpr int64_t kRowsPerPackedPage = int64_t{1} << 16;

enum class PackedCodec { zstd, none };

// What all files of a run share; the references outlive them.
struct PackedLayout {
  const Catalog& catalog;
  const SortedRuns& runs;
  bool has_integer_keys = false;
  std::string value_name = "downloads";
  PackedCodec codec = PackedCodec::zstd;
};

class PackedFile {
 public:
  PackedFile(const PackedLayout& layout, const std::filesystem::path& path, MemoryBudget& budget);

  // A row group; `model` of a row is the place of its model.
  void write(std::span<const PackedRow> rows);
  // Without a row group it is a file without rows.
  void close();

 private:
  template <typename Action>
  void guarded(Action action);
  void open(std::span<const PackedRow> first_rows);
  void write_models(parquet::RowGroupWriter& group, std::span<const PackedRow> rows);

  const PackedLayout& layout_;
  const std::filesystem::path path_;
  std::shared_ptr<ArrowSink> sink_;
  std::unique_ptr<parquet::ParquetFileWriter> writer_;
  MemoryCharge charge_;  // of the dictionary of models
};

}  // namespace hubcensus
