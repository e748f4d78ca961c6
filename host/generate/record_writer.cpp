#include "host/generate/record_writer.hpp"

#include <arrow/io/file.h>
#include <parquet/api/writer.h>
#include <parquet/exception.h>

#include <algorithm>
#include <vector>

#include "host/generate/output_error.hpp"

namespace hubcensus::generate {
namespace {

constexpr size_t kRowsPerGroup = size_t{1} << 20;

std::shared_ptr<parquet::schema::GroupNode> record_schema(bool integer_ids) {
  using parquet::LogicalType;
  using parquet::Repetition;
  using parquet::Type;
  using parquet::schema::PrimitiveNode;
  const auto id_type = integer_ids ? LogicalType::None() : LogicalType::String();
  const auto id = PrimitiveNode::Make("model_id", Repetition::OPTIONAL, id_type,
                                      integer_ids ? Type::INT64 : Type::BYTE_ARRAY);
  const auto date =
      PrimitiveNode::Make("date", Repetition::OPTIONAL, LogicalType::Date(), Type::INT32);
  const auto downloads =
      PrimitiveNode::Make("downloads", Repetition::OPTIONAL, LogicalType::None(), Type::INT64);
  return std::static_pointer_cast<parquet::schema::GroupNode>(
      parquet::schema::GroupNode::Make("schema", Repetition::REQUIRED, {id, date, downloads}));
}

std::shared_ptr<parquet::WriterProperties> record_properties() {
  parquet::WriterProperties::Builder builder;
  builder.compression(parquet::Compression::SNAPPY);
  builder.created_by(std::string(kCreatedBy));
  // A day names each model once: a dictionary of ids would be as long as the column.
  builder.disable_dictionary("model_id");
  builder.disable_statistics("model_id");
  return builder.build();
}

}  // namespace

struct RecordWriter::File {
  std::unique_ptr<parquet::ParquetFileWriter> writer;
  std::vector<int16_t> present;  // definition levels: no value is null
  std::vector<parquet::ByteArray> texts;
  std::vector<int64_t> integers;
  std::vector<int32_t> days;

  template <typename Writer, typename Value>
  void append_column(parquet::RowGroupWriter& group, const std::vector<Value>& values) {
    static_cast<Writer*>(group.NextColumn())
        ->WriteBatch(static_cast<int64_t>(values.size()), present.data(), nullptr, values.data());
  }
};

RecordWriter::RecordWriter(std::filesystem::path path, const Population& population,
                           bool integer_ids)
    : path_(std::move(path)),
      population_(population),
      integer_ids_(integer_ids),
      file_(std::make_unique<File>()) {
  reported_as_output(path_, [&] {
    PARQUET_ASSIGN_OR_THROW(const auto sink, arrow::io::FileOutputStream::Open(path_.string()));
    file_->writer =
        parquet::ParquetFileWriter::Open(sink, record_schema(integer_ids_), record_properties());
  });
}

RecordWriter::~RecordWriter() = default;

void RecordWriter::write(std::span<const Record> records) {
  reported_as_output(path_, [&] {
    for (; !records.empty(); records = records.subspan(std::min(records.size(), kRowsPerGroup))) {
      write_group(records.first(std::min(records.size(), kRowsPerGroup)));
    }
  });
}

void RecordWriter::write_group(std::span<const Record> records) {
  File& file = *file_;
  file.present.assign(records.size(), 1);
  parquet::RowGroupWriter* group = file.writer->AppendRowGroup();
  if (integer_ids_) {
    file.integers.clear();
    for (const Record& record : records) {
      file.integers.push_back(population_.integer_id(record.model));
    }
    file.append_column<parquet::Int64Writer>(*group, file.integers);
  } else {
    file.texts.clear();
    for (const Record& record : records) file.texts.emplace_back(population_.id(record.model));
    file.append_column<parquet::ByteArrayWriter>(*group, file.texts);
  }
  file.days.clear();
  for (const Record& record : records) file.days.push_back(kFirstDay + record.day);
  file.append_column<parquet::Int32Writer>(*group, file.days);
  file.integers.clear();
  for (const Record& record : records) file.integers.push_back(record.downloads);
  file.append_column<parquet::Int64Writer>(*group, file.integers);
  group->Close();
}

void RecordWriter::close() {
  reported_as_output(path_, [&] { file_->writer->Close(); });
}

}  // namespace hubcensus::generate
