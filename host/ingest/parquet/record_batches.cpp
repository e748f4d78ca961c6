#include "host/ingest/parquet/record_batches.hpp"

#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <tbb/parallel_pipeline.h>

#include <numeric>

#include "host/console/progress.hpp"
#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kRowsPerBatch = 1 << 14;
constexpr size_t kBatchesAhead = 3;

template <typename T>
T check(arrow::Result<T> result, const std::string& path) {
  if (!result.ok()) {
    throw Error(ErrorKind::invalid_input,
                "cannot read '" + path + "' as Parquet: " + result.status().message());
  }
  return std::move(result).ValueUnsafe();
}

std::unique_ptr<parquet::arrow::FileReader> open_for_batches(const ParquetFile& file,
                                                             bool use_threads) {
  parquet::ArrowReaderProperties properties;
  properties.set_batch_size(kRowsPerBatch);
  properties.set_use_threads(use_threads);
  parquet::arrow::FileReaderBuilder builder;
  const auto source =
      check(arrow::io::MemoryMappedFile::Open(file.path(), arrow::io::FileMode::READ), file.path());
  PARQUET_THROW_NOT_OK(
      builder.Open(source, parquet::default_reader_properties(), file.shared_metadata()));
  std::unique_ptr<parquet::arrow::FileReader> reader;
  PARQUET_THROW_NOT_OK(builder.properties(properties)->Build(&reader));
  return reader;
}

}  // namespace

void read_record_batches(const ParquetFile& file, const std::vector<int>& leaves,
                         const std::function<void(const arrow::RecordBatch&)>& use) {
  file.guarded([&] {
    const auto reader = open_for_batches(file, /*use_threads=*/true);
    std::vector<int> row_groups(static_cast<size_t>(file.metadata().num_row_groups()));
    std::iota(row_groups.begin(), row_groups.end(), 0);
    const auto batches = check(reader->GetRecordBatchReader(row_groups, leaves), file.path());
    using Batch = std::shared_ptr<arrow::RecordBatch>;
    const auto decode = [&](tbb::flow_control& control) -> Batch {
      Batch batch;
      PARQUET_THROW_NOT_OK(batches->ReadNext(&batch));
      if (batch == nullptr) control.stop();
      return batch;
    };
    int64_t rows = 0;
    int64_t bytes_done = 0;
    const auto use_one = [&](const Batch& batch) {
      check_interrupted();
      use(*batch);
      rows += batch->num_rows();
      const int64_t bytes = bytes_of_rows(rows, file.metadata().num_rows(), file.bytes());
      add_bytes_done(bytes - bytes_done);
      bytes_done = bytes;
    };
    constexpr auto kInOrder = tbb::filter_mode::serial_in_order;
    tbb::parallel_pipeline(kBatchesAhead, tbb::make_filter<void, Batch>(kInOrder, decode) &
                                              tbb::make_filter<Batch, void>(kInOrder, use_one));
  });
}

void read_row_group(const ParquetFile& file, int row_group, const std::vector<int>& leaves,
                    const std::function<void(const arrow::RecordBatch&)>& use) {
  file.guarded([&] {
    const auto reader = open_for_batches(file, /*use_threads=*/false);
    const auto batches = check(reader->GetRecordBatchReader({row_group}, leaves), file.path());
    for (std::shared_ptr<arrow::RecordBatch> batch;;) {
      PARQUET_THROW_NOT_OK(batches->ReadNext(&batch));
      if (batch == nullptr) return;
      check_interrupted();
      use(*batch);
      add_bytes_done(bytes_of_rows(batch->num_rows(), file.metadata().num_rows(), file.bytes()));
    }
  });
}

}  // namespace hubcensus
