#include "host/ingest/records/parquet/counter_column.hpp"

#include <cmath>

#include "host/ingest/records/parquet/column_values.hpp"

namespace hubcensus {
namespace {

bool holds_integers(const parquet::ColumnDescriptor& column) {
  const auto type = column.physical_type();
  const auto& logical = column.logical_type();
  return (type == parquet::Type::INT32 || type == parquet::Type::INT64) &&
         (logical->is_none() || logical->is_int());
}

void set_real(RecordBlock& block, size_t row, double value) {
  constexpr auto kMost = static_cast<double>(kMaxDownloadsOfRecord);
  if (std::isnan(value)) {
    block.reject(row, Rejection::null_value);
  } else if (std::trunc(value) != value) {
    block.reject(row, Rejection::invalid_downloads);
  } else if (value < 0) {
    block.reject(row, Rejection::negative_downloads);
  } else if (value > kMost) {
    block.reject(row, Rejection::excessive_downloads);
  } else {
    block.set_downloads(row, static_cast<int64_t>(value));
  }
}

std::optional<int64_t> integer_of(int32_t value, bool is_unsigned) {
  return is_unsigned ? int64_t{static_cast<uint32_t>(value)} : value;
}

std::optional<int64_t> integer_of(int64_t value, bool is_unsigned) {
  return is_unsigned && value < 0 ? std::nullopt : std::optional(value);
}

std::optional<int64_t> integer_of(double value, bool) {
  const bool fits = value >= -0x1p63 && value < 0x1p63 && std::trunc(value) == value;
  return fits ? std::optional(static_cast<int64_t>(value)) : std::nullopt;
}

std::optional<int64_t> integer_of(float value, bool) { return integer_of(double{value}, false); }

}  // namespace

bool is_unsigned(const parquet::ColumnDescriptor& column) {
  const auto& logical = column.logical_type();
  return logical->is_int() && !static_cast<const parquet::IntLogicalType&>(*logical).is_signed();
}

void check_integers(const ParquetFile& file, int column, const std::string& wanted) {
  if (!holds_integers(*file.schema().Column(column))) file.refuse_type(column, wanted);
}

void check_numbers(const ParquetFile& file, int column, const std::string& wanted) {
  const auto type = file.schema().Column(column)->physical_type();
  if (type == parquet::Type::DOUBLE || type == parquet::Type::FLOAT) return;
  check_integers(file, column, wanted);
}

void check_counter(const ParquetFile& file, int column) {
  check_numbers(file, column, "an integer count");
}

CounterColumn::CounterColumn(const ParquetFile& file, parquet::RowGroupReader& group, int column)
    : is_unsigned_(is_unsigned(*file.schema().Column(column))), column_([&]() -> decltype(column_) {
        const std::string place = file.column_place(column);
        switch (file.schema().Column(column)->physical_type()) {
          case parquet::Type::INT32:
            return ParquetColumn<parquet::Int32Type>(group.Column(column), place);
          case parquet::Type::FLOAT:
            return ParquetColumn<parquet::FloatType>(group.Column(column), place);
          case parquet::Type::DOUBLE:
            return ParquetColumn<parquet::DoubleType>(group.Column(column), place);
          default:
            return ParquetColumn<parquet::Int64Type>(group.Column(column), place);
        }
      }()) {}

// Signed integers by the page.
template <typename Column, typename Set>
void CounterColumn::read_integers(Column& column, RecordBlock& block, Set set) const {
  if (is_unsigned_) {
    for_values(column, block, set);
  } else {
    for_pages(
        column, block, [&](size_t first, auto values) { block.set_downloads(first, values); }, set);
  }
}

void CounterColumn::read(RecordBlock& block) {
  if (auto* narrow = std::get_if<ParquetColumn<parquet::Int32Type>>(&column_)) {
    const auto set = [&](size_t row, int32_t value) {
      block.set_downloads(row, is_unsigned_ ? int64_t{static_cast<uint32_t>(value)} : value);
    };
    read_integers(*narrow, block, set);
  } else if (auto* wide = std::get_if<ParquetColumn<parquet::Int64Type>>(&column_)) {
    const auto set = [&](size_t row, int64_t value) {
      if (is_unsigned_ && value < 0) {
        block.reject(row, Rejection::excessive_downloads);
      } else {
        block.set_downloads(row, value);
      }
    };
    read_integers(*wide, block, set);
  } else if (auto* floats = std::get_if<ParquetColumn<parquet::FloatType>>(&column_)) {
    for_values(*floats, block,
               [&](size_t row, float value) { set_real(block, row, double{value}); });
  } else {
    for_values(std::get<ParquetColumn<parquet::DoubleType>>(column_), block,
               [&](size_t row, double value) { set_real(block, row, value); });
  }
}

void CounterColumn::read(std::span<std::optional<int64_t>> values) {
  std::visit(
      [&](auto& column) {
        for_rows(column, values.size(), [&](size_t row, const auto* value) {
          values[row] = value == nullptr ? std::nullopt : integer_of(*value, is_unsigned_);
        });
      },
      column_);
}

bool CounterColumn::at_end() {
  return std::visit([](auto& column) { return column.at_end(); }, column_);
}

}  // namespace hubcensus
