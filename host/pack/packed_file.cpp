#include "host/pack/packed_file.hpp"

#include <parquet/exception.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "host/ingest/text/parse_integer.hpp"
#include "host/interrupt.hpp"
#include "host/pack/downloads_encoding.hpp"

namespace hubcensus {
namespace {

constexpr size_t kRowsPerWrite = 4096;

std::shared_ptr<parquet::schema::GroupNode> packed_schema(const PackedLayout& layout) {
  using parquet::LogicalType;
  using parquet::Repetition;
  using parquet::Type;
  using parquet::schema::PrimitiveNode;
  const bool is_integer = layout.has_integer_keys;
  const auto model = PrimitiveNode::Make("model_id", Repetition::REQUIRED,
                                         is_integer ? LogicalType::None() : LogicalType::String(),
                                         is_integer ? Type::INT64 : Type::BYTE_ARRAY);
  const auto date =
      PrimitiveNode::Make("date", Repetition::REQUIRED, LogicalType::Date(), Type::INT32);
  const auto value = PrimitiveNode::Make(layout.value_name, Repetition::REQUIRED,
                                         LogicalType::None(), Type::INT64);
  return std::static_pointer_cast<parquet::schema::GroupNode>(
      parquet::schema::GroupNode::Make("schema", Repetition::REQUIRED, {model, date, value}));
}

// Arrow has a limit of rows since its pages are cut by rows; before, bytes alone cut them.
template <typename Builder>
void set_rows_per_page(Builder& builder) {
  if constexpr (requires { builder.max_rows_per_page(kRowsPerPackedPage); }) {
    builder.max_rows_per_page(kRowsPerPackedPage);
  }
}

std::shared_ptr<parquet::WriterProperties> packed_properties(const PackedLayout& layout,
                                                             bool has_dictionary) {
  parquet::WriterProperties::Builder builder;
  builder.created_by("hubcensus version " HUBCENSUS_VERSION);
  builder.compression(layout.codec == PackedCodec::zstd ? parquet::Compression::ZSTD
                                                        : parquet::Compression::UNCOMPRESSED);
  builder.write_batch_size(static_cast<int64_t>(kRowsPerWrite));
  set_rows_per_page(builder);
  // A dictionary that ends half way would leave plain pages behind it.
  builder.dictionary_pagesize_limit(std::numeric_limits<int32_t>::max());
  builder.disable_dictionary("date");
  builder.encoding("date", parquet::Encoding::DELTA_BINARY_PACKED);
  if (!has_dictionary) {
    builder.disable_dictionary(layout.value_name);
    builder.encoding(layout.value_name, parquet::Encoding::DELTA_BINARY_PACKED);
    // Their bits are as good as noise: zstd took 0.3 ns a row to read and saved nothing.
    builder.compression(layout.value_name, parquet::Compression::UNCOMPRESSED);
  }
  builder.set_sorting_columns({{0, false, false}, {1, false, false}});
  return builder.build();
}

// Hands the values of all rows over; `value` makes that of a row.
template <typename Writer, typename Value>
void write_column(parquet::RowGroupWriter& group, std::span<const PackedRow> rows, Value value) {
  auto* const column = static_cast<Writer*>(group.NextColumn());
  std::vector<decltype(value(rows[0]))> values;
  for (size_t first = 0; first < rows.size(); first += kRowsPerWrite) {
    check_interrupted();
    values.clear();
    for (const PackedRow& row : rows.subspan(first, std::min(kRowsPerWrite, rows.size() - first))) {
      values.push_back(value(row));
    }
    column->WriteBatch(static_cast<int64_t>(values.size()), nullptr, nullptr, values.data());
  }
  column->Close();
}

// The same value for all rows of a place, made once where they follow each other.
template <typename Make>
auto of_place(Make make) {
  return [make, last = std::numeric_limits<uint32_t>::max(),
          value = decltype(make(uint32_t{}))()](const PackedRow& row) mutable {
    if (row.model != last) value = make(last = row.model);
    return value;
  };
}

}  // namespace

PackedFile::PackedFile(const PackedLayout& layout, const std::filesystem::path& path,
                       MemoryBudget& budget)
    : layout_(layout),
      path_(path),
      sink_(std::make_shared<ArrowSink>(path)),
      charge_(budget, "the keys of a row group") {}

template <typename Action>
void PackedFile::guarded(Action action) {
  try {
    action();
  } catch (const parquet::ParquetException& failure) {
    sink_->rethrow_if_failed();
    throw Error(ErrorKind::output, "cannot write " + path_.string() + ": " + failure.what());
  }
}

void PackedFile::open(std::span<const PackedRow> first_rows) {
  writer_ = parquet::ParquetFileWriter::Open(
      sink_, packed_schema(layout_), packed_properties(layout_, prefers_dictionary(first_rows)));
}

void PackedFile::write_models(parquet::RowGroupWriter& group, std::span<const PackedRow> rows) {
  const auto text_of = [this](uint32_t place) {
    return layout_.catalog.joined_text(layout_.runs.model_at(place));
  };
  if (layout_.has_integer_keys) {
    write_column<parquet::Int64Writer>(group, rows, of_place([&](uint32_t place) {
                                         return parse_integer<int64_t>(text_of(place)).value();
                                       }));
    return;
  }
  int64_t bytes = 0;
  for (size_t row = 0; row < rows.size(); ++row) {
    if (row > 0 && rows[row].model == rows[row - 1].model) continue;
    bytes += static_cast<int64_t>(text_of(rows[row].model).size());
  }
  charge_.set(2 * bytes);  // the texts, and the page of them
  write_column<parquet::ByteArrayWriter>(
      group, rows, of_place([&](uint32_t place) { return parquet::ByteArray(text_of(place)); }));
}

void PackedFile::write(std::span<const PackedRow> rows) {
  if (!std::is_sorted(rows.begin(), rows.end())) {
    throw Error(ErrorKind::internal, "rows to be packed are not in order");
  }
  guarded([&] {
    if (writer_ == nullptr) open(rows);
    parquet::RowGroupWriter* const group = writer_->AppendRowGroup();
    write_models(*group, rows);
    write_column<parquet::Int32Writer>(*group, rows,
                                       [](const PackedRow& row) { return int32_t{row.day}; });
    write_column<parquet::Int64Writer>(
        *group, rows, [](const PackedRow& row) { return static_cast<int64_t>(row.downloads()); });
    group->Close();
  });
}

void PackedFile::close() {
  guarded([&] {
    if (writer_ == nullptr) open({});
    writer_->Close();
    PARQUET_THROW_NOT_OK(sink_->Close());
  });
}

}  // namespace hubcensus
