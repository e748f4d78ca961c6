#include "host/report/parquet_writer.hpp"

#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_decimal.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <arrow/util/compression.h>
#include <arrow/util/decimal.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <algorithm>
#include <utility>

#include "host/interrupt.hpp"
#include "host/report/arrow_sink.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kRowGroupRows = int64_t{1} << 20;

void check(const arrow::Status& status, const Table& table) {
  if (!status.ok()) {
    throw Error(ErrorKind::internal,
                "cannot write table '" + table.name() + "' as Parquet: " + status.ToString());
  }
}

std::shared_ptr<arrow::DataType> type_of(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return arrow::utf8();
    case ColumnType::integer:
      return arrow::int64();
    case ColumnType::wide:
      return arrow::decimal128(38, 0);
    case ColumnType::real:
      return arrow::float64();
    case ColumnType::boolean:
      return arrow::boolean();
  }
  throw Error(ErrorKind::internal, "a column has no type");
}

arrow::Decimal128 to_arrow(u128 value) {
  return {static_cast<int64_t>(value >> 64), static_cast<uint64_t>(value)};
}

// Rows [first, last) of a column; `value` gives the cell of a row as the builder takes it.
template <typename Builder, typename Value>
arrow::Result<std::shared_ptr<arrow::Array>> build(Builder builder, const Column& column,
                                                   size_t first, size_t last, Value value) {
  ARROW_RETURN_NOT_OK(builder.Reserve(static_cast<int64_t>(last - first)));
  for (size_t row = first; row < last; ++row) {
    ARROW_RETURN_NOT_OK(column.valid[row] ? builder.Append(value(row)) : builder.AppendNull());
  }
  return builder.Finish();
}

arrow::Result<std::shared_ptr<arrow::Array>> array_of(const Column& column, size_t first,
                                                      size_t last) {
  switch (column.type) {
    case ColumnType::text:
      return build(arrow::StringBuilder(), column, first, last,
                   [&](size_t row) { return valid_utf8(column.texts[row]); });
    case ColumnType::integer:
      return build(arrow::Int64Builder(), column, first, last,
                   [&](size_t row) { return column.integers[row]; });
    case ColumnType::wide:
      return build(arrow::Decimal128Builder(type_of(column.type)), column, first, last,
                   [&](size_t row) { return to_arrow(column.wides[row]); });
    case ColumnType::real:
      return build(arrow::DoubleBuilder(), column, first, last,
                   [&](size_t row) { return column.reals[row]; });
    case ColumnType::boolean:
      return build(arrow::BooleanBuilder(), column, first, last,
                   [&](size_t row) { return static_cast<bool>(column.booleans[row]); });
  }
  return arrow::Status::Invalid("a column has no type");
}

std::shared_ptr<arrow::Schema> schema_of(const Table& table) {
  arrow::FieldVector fields;
  for (const auto& column : table.columns()) {
    const bool has_null =
        std::find(column->valid.begin(), column->valid.end(), false) != column->valid.end();
    if (column->is_key && has_null) {
      throw Error(ErrorKind::internal, "table '" + table.name() +
                                           "' has a null in its key column '" + column->name + "'");
    }
    fields.push_back(arrow::field(column->name, type_of(column->type), !column->is_key));
  }
  return arrow::schema(std::move(fields));
}

std::shared_ptr<parquet::WriterProperties> writer_properties() {
  using arrow::Compression;
  const auto available = [](Compression::type type) {
    return arrow::util::Codec::IsAvailable(type);
  };
  const auto codec = available(Compression::ZSTD)     ? Compression::ZSTD
                     : available(Compression::SNAPPY) ? Compression::SNAPPY
                                                      : Compression::UNCOMPRESSED;
  return parquet::WriterProperties::Builder()
      .created_by("hubcensus version " HUBCENSUS_VERSION)
      ->compression(codec)
      ->max_row_group_length(kRowGroupRows)
      ->build();
}

arrow::Status write_all(const Table& table, const std::shared_ptr<ArrowSink>& sink) {
  const auto schema = schema_of(table);
  const auto arrow_properties =
      parquet::ArrowWriterProperties::Builder().set_use_threads(false)->build();
  ARROW_ASSIGN_OR_RAISE(
      auto writer, parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), sink,
                                                    writer_properties(), arrow_properties));
  // One row group at a time: the copy that Arrow needs stays small beside the table.
  const int64_t rows = table.rows();
  for (int64_t first = 0; first < rows; first += kRowGroupRows) {
    const int64_t last = std::min(rows, first + kRowGroupRows);
    arrow::ArrayVector arrays;
    for (const auto& column : table.columns()) {
      check_interrupted();
      ARROW_ASSIGN_OR_RAISE(
          auto array, array_of(*column, static_cast<size_t>(first), static_cast<size_t>(last)));
      arrays.push_back(std::move(array));
    }
    ARROW_RETURN_NOT_OK(
        writer->WriteTable(*arrow::Table::Make(schema, arrays, last - first), kRowGroupRows));
  }
  ARROW_RETURN_NOT_OK(writer->AddKeyValueMetadata(
      arrow::key_value_metadata({"hubcensus.table", "hubcensus.question", "hubcensus.definition"},
                                {table.name(), table.question(), table.definition()})));
  ARROW_RETURN_NOT_OK(writer->Close());
  return sink->Close();
}

}  // namespace

void write_parquet(const Table& table, const std::filesystem::path& path) {
  table.check_lengths();
  const auto sink = std::make_shared<ArrowSink>(path);
  const arrow::Status status = write_all(table, sink);
  sink->rethrow_if_failed();
  check(status, table);
}

}  // namespace hubcensus
