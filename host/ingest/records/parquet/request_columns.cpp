#include "host/ingest/records/parquet/request_columns.hpp"

#include "host/ingest/records/parquet/column_values.hpp"
#include "host/ingest/records/parquet/counter_column.hpp"
#include "host/ingest/records/request_rules.hpp"
#include "host/ingest/records/user_country.hpp"

namespace hubcensus {
namespace {

bool is_text(const ParquetFile& file, int column) {
  return file.schema().Column(column)->physical_type() == parquet::Type::BYTE_ARRAY;
}

void check_text(const ParquetFile& file, std::optional<int> column) {
  if (column && !is_text(file, *column)) file.refuse_type(*column, "text");
}

}  // namespace

void check_request_columns(const ParquetFile& file, const RecordColumns& columns) {
  check_text(file, columns.repo_type);
  check_text(file, columns.method);
  check_text(file, columns.country);
  if (columns.status && !is_text(file, *columns.status)) {
    check_numbers(file, *columns.status, "an integer status or text");
  }
}

RequestColumns::RequestColumns(const ParquetFile& file, parquet::RowGroupReader& group,
                               const RecordColumns& columns)
    : is_request_(columns.status.has_value()) {
  const auto texts = [&](int column) {
    return TextColumn(group, column, file.column_place(column));
  };
  if (columns.repo_type) repo_type_.emplace(texts(*columns.repo_type), is_model);
  if (columns.method) method_.emplace(texts(*columns.method), is_download);
  if (columns.country) country_.emplace(texts(*columns.country), user_country_code);
  if (!columns.status) return;
  const int status = *columns.status;
  const std::string place = file.column_place(status);
  switch (file.schema().Column(status)->physical_type()) {
    case parquet::Type::BYTE_ARRAY:
      status_.emplace(TextTest(texts(status), is_success));
      break;
    case parquet::Type::INT32:
      status_.emplace(ParquetColumn<parquet::Int32Type>(group.Column(status), place));
      break;
    case parquet::Type::FLOAT:
      status_.emplace(ParquetColumn<parquet::FloatType>(group.Column(status), place));
      break;
    case parquet::Type::DOUBLE:
      status_.emplace(ParquetColumn<parquet::DoubleType>(group.Column(status), place));
      break;
    default:
      status_.emplace(ParquetColumn<parquet::Int64Type>(group.Column(status), place));
  }
}

void RequestColumns::read(RecordBlock& block) {
  const auto reject_failing = [&](std::optional<TextTest>& column, Rejection reason) {
    if (!column) return;
    column->read(block.rows(), [&](size_t row, const bool* passes) {
      if (passes == nullptr || !*passes) block.reject(row, reason);
    });
  };
  reject_failing(repo_type_, Rejection::other_repo_type);
  reject_failing(method_, Rejection::other_method);
  if (status_) read_status(block);
  if (country_) {
    country_->read(block.rows(), [&](size_t row, const uint16_t* code) {
      block.set_user_country(row, code == nullptr ? kUnknownUserCountry : *code);
    });
  } else if (is_request_ && block.rows() > 0) {
    block.set_user_country(0, kUnknownUserCountry);
  }
}

void RequestColumns::read_status(RecordBlock& block) {
  const auto reject_unless = [&](size_t row, bool is_counted) {
    if (!is_counted) block.reject(row, Rejection::failed_request);
  };
  const auto use_integer = [&](size_t row, const auto* status) {
    reject_unless(row, status != nullptr && is_success(int64_t{*status}));
  };
  const auto use_real = [&](size_t row, const auto* status) {
    reject_unless(row, status != nullptr && is_success(double{*status}));
  };
  if (auto* narrow = std::get_if<ParquetColumn<parquet::Int32Type>>(&*status_)) {
    for_rows(*narrow, block.rows(), use_integer);
  } else if (auto* wide = std::get_if<ParquetColumn<parquet::Int64Type>>(&*status_)) {
    for_rows(*wide, block.rows(), use_integer);
  } else if (auto* floats = std::get_if<ParquetColumn<parquet::FloatType>>(&*status_)) {
    for_rows(*floats, block.rows(), use_real);
  } else if (auto* doubles = std::get_if<ParquetColumn<parquet::DoubleType>>(&*status_)) {
    for_rows(*doubles, block.rows(), use_real);
  } else {
    std::get<TextTest>(*status_).read(block.rows(), [&](size_t row, const bool* passes) {
      reject_unless(row, passes != nullptr && *passes);
    });
  }
}

bool RequestColumns::at_end() {
  const auto ended = [](auto& column) { return !column || column->at_end(); };
  const bool status_ended =
      !status_ || std::visit([](auto& column) { return column.at_end(); }, *status_);
  return ended(repo_type_) && ended(method_) && ended(country_) && status_ended;
}

}  // namespace hubcensus
