#include "host/ingest/records/parquet/request_columns.hpp"

#include <charconv>

#include "host/ingest/records/parquet/column_values.hpp"
#include "host/ingest/records/parquet/counter_column.hpp"
#include "host/ingest/records/user_country.hpp"

namespace hubcensus {
namespace {

bool is_model(std::string_view repo_type) { return repo_type == "model"; }

bool is_download(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool is_success(int64_t status) { return status >= 200 && status <= 399; }

bool is_successful_text(std::string_view text) {
  int64_t status = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
  return error == std::errc{} && end == text.data() + text.size() && is_success(status);
}

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
    check_integers(file, *columns.status, "an integer status or text");
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
  if (is_text(file, status)) {
    status_.emplace(TextTest(texts(status), is_successful_text));
  } else if (file.schema().Column(status)->physical_type() == parquet::Type::INT32) {
    status_.emplace(ParquetColumn<parquet::Int32Type>(group.Column(status), place));
  } else {
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
    reject_unless(row, status != nullptr && is_success(*status));
  };
  if (auto* narrow = std::get_if<ParquetColumn<parquet::Int32Type>>(&*status_)) {
    for_rows(*narrow, block.rows(), use_integer);
  } else if (auto* wide = std::get_if<ParquetColumn<parquet::Int64Type>>(&*status_)) {
    for_rows(*wide, block.rows(), use_integer);
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
