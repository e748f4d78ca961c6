// The rows of a tally file, batch after batch.

#include <arrow/array/array_binary.h>
#include <arrow/array/array_primitive.h>
#include <arrow/record_batch.h>

#include "host/ingest/parquet/record_batches.hpp"
#include "host/tally/tally_file.hpp"

namespace hubcensus {
namespace {

struct EndOfRows {};

template <typename Array>
const Array& column(const arrow::RecordBatch& batch, const char* name) {
  const auto found = batch.GetColumnByName(name);
  const auto* array = dynamic_cast<const Array*>(found.get());
  if (array == nullptr || array->null_count() > 0) {
    throw std::logic_error(std::string("no tally has such a column '") + name + "'");
  }
  return *array;
}

}  // namespace

void read_tally_rows(const ParquetFile& file, const std::function<bool(const TallyRow&)>& use) {
  std::vector<int> leaves;
  for (int i = 0; i < file.schema().num_columns(); ++i) leaves.push_back(i);
  const auto use_batch = [&](const arrow::RecordBatch& batch) {
    const auto& facets = column<arrow::StringArray>(batch, "facet");
    const auto& periods = column<arrow::Int32Array>(batch, "period");
    const auto& models = column<arrow::Int64Array>(batch, "model");
    const auto& subs = column<arrow::Int64Array>(batch, "sub");
    const auto& values = column<arrow::UInt64Array>(batch, "value");
    const auto& object_ids = column<arrow::StringArray>(batch, "object_id");
    const auto& texts = column<arrow::StringArray>(batch, "text");
    for (int64_t row = 0; row < batch.num_rows(); ++row) {
      const int64_t model = models.Value(row);
      if (model < 0 || model >= kMaxModels || subs.Value(row) < 0) {
        throw std::logic_error("a tally has no such number");
      }
      const TallyRow found{facets.GetView(row), periods.Value(row), static_cast<uint32_t>(model),
                           subs.Value(row),     values.Value(row),  object_ids.GetView(row),
                           texts.GetView(row)};
      if (!use(found)) throw EndOfRows{};
    }
  };
  try {
    read_record_batches(file, leaves, use_batch);
  } catch (const EndOfRows&) {
    // what follows was not asked for
  }
}

}  // namespace hubcensus
