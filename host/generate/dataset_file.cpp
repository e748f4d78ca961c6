#include "host/generate/dataset_file.hpp"

#include <arrow/api.h>
#include <parquet/exception.h>

#include <nlohmann/json.hpp>
#include <string>

#include "host/generate/output_error.hpp"
#include "host/generate/table_file.hpp"
#include "kernels/calendar.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kMicroseconds = 1'000'000;

void check(const arrow::Status& status) { PARQUET_THROW_NOT_OK(status); }

std::shared_ptr<arrow::Schema> dataset_schema() {
  const auto time = arrow::timestamp(arrow::TimeUnit::MICRO);
  return arrow::schema({arrow::field("_id", arrow::utf8()), arrow::field("id", arrow::utf8()),
                        arrow::field("author", arrow::utf8()), arrow::field("createdAt", time),
                        arrow::field("lastModified", time), arrow::field("likes", arrow::int64()),
                        arrow::field("downloads", arrow::int64()),
                        arrow::field("downloadsAllTime", arrow::int64()),
                        arrow::field("description", arrow::utf8()),
                        arrow::field("tags", arrow::list(arrow::field("element", arrow::utf8())))});
}

// Of "2024-05-17T10:11:12.000Z", as api_time() writes it.
int64_t microseconds_of(const std::string& time) {
  const auto two = [&](size_t at) { return std::stoll(time.substr(at, 2)); };
  const int64_t seconds = int64_t{parse_day(time.substr(0, 10)).value()} * 86400 + two(11) * 3600 +
                          two(14) * 60 + two(17);
  return seconds * kMicroseconds;
}

void append(const Json& value, arrow::ArrayBuilder& column) {
  switch (column.type()->id()) {
    case arrow::Type::INT64:
      check(static_cast<arrow::Int64Builder&>(column).Append(value.get<int64_t>()));
      return;
    case arrow::Type::TIMESTAMP:
      check(static_cast<arrow::TimestampBuilder&>(column).Append(
          microseconds_of(value.get<std::string>())));
      return;
    case arrow::Type::LIST: {
      auto& list = static_cast<arrow::ListBuilder&>(column);
      check(list.Append());
      for (const Json& element : value) append(element, *list.value_builder());
      return;
    }
    default:
      check(static_cast<arrow::StringBuilder&>(column).Append(value.get<std::string>()));
  }
}

}  // namespace

struct DatasetFile::State {
  std::unique_ptr<parquet::arrow::FileWriter> writer;
  std::unique_ptr<arrow::RecordBatchBuilder> builder;
  int64_t rows = 0;
};

DatasetFile::DatasetFile(std::filesystem::path path)
    : path_(std::move(path)), state_(std::make_unique<State>()) {
  reported_as_output(path_, [&] {
    state_->writer = open_table_file(path_, *dataset_schema());
    PARQUET_ASSIGN_OR_THROW(
        state_->builder,
        arrow::RecordBatchBuilder::Make(dataset_schema(), arrow::default_memory_pool()));
  });
}

DatasetFile::~DatasetFile() = default;

void DatasetFile::add(const Json& dataset) {
  reported_as_output(path_, [&] {
    arrow::RecordBatchBuilder& builder = *state_->builder;
    for (int k = 0; k < builder.num_fields(); ++k) {
      append(dataset.at(builder.schema()->field(k)->name()), *builder.GetField(k));
    }
    if (++state_->rows == kRowsPerDumpGroup) write_group();
  });
}

void DatasetFile::write_group() {
  PARQUET_ASSIGN_OR_THROW(const auto batch, state_->builder->Flush());
  PARQUET_ASSIGN_OR_THROW(const auto table, arrow::Table::FromRecordBatches({batch}));
  check(state_->writer->WriteTable(*table, table->num_rows()));
  state_->rows = 0;
}

void DatasetFile::close() {
  reported_as_output(path_, [&] {
    if (state_->rows > 0) write_group();
    check(state_->writer->Close());
  });
}

}  // namespace hubcensus::generate
