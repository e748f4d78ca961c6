#include "host/ingest/parquet/record_batches.hpp"

#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <parquet/arrow/reader.h>
#include <parquet/arrow/schema.h>
#include <tbb/parallel_pipeline.h>

#include <numeric>

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

}  // namespace

void read_record_batches(const ParquetFile& file, const std::vector<int>& leaves,
                         const std::function<void(const arrow::RecordBatch&)>& use) {
  file.guarded([&] {
    parquet::ArrowReaderProperties properties;
    properties.set_batch_size(kRowsPerBatch);
    properties.set_use_threads(true);
    std::unique_ptr<parquet::arrow::FileReader> reader;
    parquet::arrow::FileReaderBuilder builder;
    const auto source = check(
        arrow::io::MemoryMappedFile::Open(file.path(), arrow::io::FileMode::READ), file.path());
    PARQUET_THROW_NOT_OK(builder.Open(source));
    PARQUET_THROW_NOT_OK(builder.properties(properties)->Build(&reader));
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
    constexpr auto kInOrder = tbb::filter_mode::serial_in_order;
    tbb::parallel_pipeline(
        kBatchesAhead, tbb::make_filter<void, Batch>(kInOrder, decode) &
                           tbb::make_filter<Batch, void>(kInOrder, [&](const Batch& batch) {
                             use(*batch);
                           }));
  });
}

}  // namespace hubcensus
