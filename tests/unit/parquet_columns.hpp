// Small Parquet files for tests, column by column.
#pragma once

#include <arrow/builder.h>
#include <arrow/io/file.h>
#include <arrow/table.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace hubcensus {

struct NamedColumn {
  std::string name;
  std::shared_ptr<arrow::Array> cells;
};

inline void check_arrow(const arrow::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

template <typename Builder, typename Value>
std::shared_ptr<arrow::Array> arrow_cells(const std::shared_ptr<arrow::DataType>& type,
                                          const std::vector<std::optional<Value>>& cells) {
  Builder builder(type, arrow::default_memory_pool());
  for (const auto& cell : cells) {
    check_arrow(cell ? builder.Append(*cell) : builder.AppendNull());
  }
  std::shared_ptr<arrow::Array> array;
  check_arrow(builder.Finish(&array));
  return array;
}

using Texts = std::vector<std::optional<std::string>>;
using Integers = std::vector<std::optional<int64_t>>;

inline std::shared_ptr<arrow::Array> text_cells(const Texts& cells) {
  return arrow_cells<arrow::StringBuilder>(arrow::utf8(), cells);
}
inline std::shared_ptr<arrow::Array> int64_cells(const Integers& cells) {
  return arrow_cells<arrow::Int64Builder>(arrow::int64(), cells);
}
inline std::shared_ptr<arrow::Array> int32_cells(const Integers& cells) {
  return arrow_cells<arrow::Int32Builder>(arrow::int32(), cells);
}
inline std::shared_ptr<arrow::Array> date_cells(const Integers& cells) {
  return arrow_cells<arrow::Date32Builder>(arrow::date32(), cells);
}

struct ParquetShape {
  int64_t rows_per_group = 1 << 20;
  bool dictionary = true;
  int64_t rows_per_page = 20'000;
  bool int96_timestamps = false;
};

inline std::string write_parquet(const std::string& path, const std::vector<NamedColumn>& columns,
                                 const ParquetShape& shape = {}) {
  std::vector<std::shared_ptr<arrow::Field>> fields;
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  for (const auto& [name, cells] : columns) {
    fields.push_back(arrow::field(name, cells->type()));
    arrays.push_back(cells);
  }
  const auto table = arrow::Table::Make(arrow::schema(fields), arrays);
  parquet::WriterProperties::Builder properties;
  if (!shape.dictionary) properties.disable_dictionary();
  properties.max_rows_per_page(shape.rows_per_page)->write_batch_size(100);
  const auto file = arrow::io::FileOutputStream::Open(path).ValueOrDie();
  parquet::ArrowWriterProperties::Builder arrow_properties;
  if (shape.int96_timestamps) arrow_properties.enable_deprecated_int96_timestamps();
  check_arrow(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), file,
                                         shape.rows_per_group, properties.build(),
                                         arrow_properties.build()));
  check_arrow(file->Close());
  return path;
}

}  // namespace hubcensus
