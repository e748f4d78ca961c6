#include "host/report/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/interrupt.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr u128 power_of_ten(int exponent) {
  u128 value = 1;
  for (int i = 0; i < exponent; ++i) value *= 10;
  return value;
}
constexpr u128 kWideLimit = power_of_ten(38);

constexpr std::array<std::string_view, 5> kTypeNames = {"text", "integer", "wide", "real",
                                                        "boolean"};

// Three-way order of two cells of a key column; null sorts first.
int order(const Column& column, size_t left, size_t right) {
  if (column.valid[left] != column.valid[right]) return column.valid[left] ? 1 : -1;
  if (column.type == ColumnType::text) return column.texts[left].compare(column.texts[right]);
  const int64_t a = column.integers[left];
  const int64_t b = column.integers[right];
  return a < b ? -1 : static_cast<int>(a > b);
}

template <typename Values>
void permute(Values& values, const std::vector<size_t>& rows) {
  if (values.empty()) return;
  Values sorted;
  sorted.reserve(values.size());
  for (const size_t row : rows) sorted.push_back(std::move(values[row]));
  values = std::move(sorted);
}

}  // namespace

std::string_view type_name(ColumnType type) { return kTypeNames.at(static_cast<size_t>(type)); }

std::optional<ColumnType> parse_column_type(std::string_view name) {
  const auto found = std::find(kTypeNames.begin(), kTypeNames.end(), name);
  if (found == kTypeNames.end()) return std::nullopt;
  return static_cast<ColumnType>(found - kTypeNames.begin());
}

void TextColumn::add(std::optional<std::string_view> value) {
  column_.valid.push_back(value.has_value());
  column_.texts.emplace_back(value.value_or(std::string_view{}));
}

void IntegerColumn::add(std::optional<uint64_t> value) {
  if (value && *value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    throw Error(ErrorKind::internal, "column '" + column_.name + "' got a value beyond 2^63 - 1");
  }
  column_.valid.push_back(value.has_value());
  column_.integers.push_back(static_cast<int64_t>(value.value_or(0)));
}

void WideColumn::add(std::optional<u128> value) {
  if (value && *value >= kWideLimit) {
    throw Error(ErrorKind::limit, "column '" + column_.name +
                                      "' got a value of over 38 digits: " + to_decimal(*value));
  }
  column_.valid.push_back(value.has_value());
  column_.wides.push_back(value.value_or(0));
}

void RealColumn::add(std::optional<double> value) {
  if (value && !std::isfinite(*value)) {
    throw Error(ErrorKind::internal,
                "column '" + column_.name + "' got a value that is not finite");
  }
  column_.valid.push_back(value.has_value());
  column_.reals.push_back(value.value_or(0));
}

void BooleanColumn::add(std::optional<bool> value) {
  column_.valid.push_back(value.has_value());
  column_.booleans.push_back(value.value_or(false));
}

void RatioColumn::add(std::optional<Ratio> value) {
  const auto add_part = [](Column& column, std::optional<u128> part) {
    if (column.type == ColumnType::wide) {
      WideColumn(column).add(part);
    } else if (part && (*part >> 64) != 0) {
      throw Error(ErrorKind::internal, "column '" + column.name + "' got a value beyond 2^63 - 1");
    } else {
      IntegerColumn(column).add(part ? std::optional(static_cast<uint64_t>(*part)) : std::nullopt);
    }
  };
  add_part(numerator_, value ? std::optional(value->numerator) : std::nullopt);
  add_part(denominator_, value ? std::optional(value->denominator) : std::nullopt);
  RealColumn(quotient_).add(value ? nearest(*value) : std::nullopt);
}

Table::Table(std::string name, std::string question, std::string definition)
    : name_(std::move(name)), question_(std::move(question)), definition_(std::move(definition)) {}

Column& Table::append(std::string name, ColumnType type, bool is_key) {
  auto column = std::make_unique<Column>();
  column->name = std::move(name);
  column->type = type;
  column->is_key = is_key;
  columns_.push_back(std::move(column));
  return *columns_.back();
}

TextColumn Table::key(std::string name) {
  return TextColumn(append(std::move(name), ColumnType::text, true));
}
IntegerColumn Table::key_integer(std::string name) {
  return IntegerColumn(append(std::move(name), ColumnType::integer, true));
}
TextColumn Table::text(std::string name) {
  return TextColumn(append(std::move(name), ColumnType::text));
}
IntegerColumn Table::integer(std::string name) {
  return IntegerColumn(append(std::move(name), ColumnType::integer));
}
WideColumn Table::wide(std::string name) {
  return WideColumn(append(std::move(name), ColumnType::wide));
}
RealColumn Table::real(std::string name) {
  return RealColumn(append(std::move(name), ColumnType::real));
}
BooleanColumn Table::boolean(std::string name) {
  return BooleanColumn(append(std::move(name), ColumnType::boolean));
}
RatioColumn Table::ratio(const std::string& name) {
  Column& numerator = append(name + "_num", ColumnType::integer);
  Column& denominator = append(name + "_den", ColumnType::integer);
  return {numerator, denominator, append(name, ColumnType::real)};
}
RatioColumn Table::wide_ratio(const std::string& name) {
  Column& numerator = append(name + "_num", ColumnType::wide);
  Column& denominator = append(name + "_den", ColumnType::wide);
  return {numerator, denominator, append(name, ColumnType::real)};
}

const Column& Table::column(std::string_view name) const {
  for (const auto& column : columns_) {
    if (column->name == name) return *column;
  }
  throw Error(ErrorKind::internal,
              "table '" + name_ + "' has no column '" + std::string(name) + "'");
}

int64_t Table::rows() const { return columns_.empty() ? 0 : columns_.front()->rows(); }

void Table::check_lengths() const {
  for (const auto& column : columns_) {
    if (column->rows() == rows()) continue;
    throw Error(ErrorKind::internal, "table '" + name_ + "': column '" + column->name +
                                         "' differs in length from the first");
  }
}

void Table::sort_by_key() {
  check_lengths();
  std::vector<const Column*> keys;
  for (const auto& column : columns_) {
    if (column->is_key) keys.push_back(column.get());
  }
  const auto compare = [&keys](size_t left, size_t right) {
    for (const Column* key : keys) {
      if (const int sign = order(*key, left, right); sign != 0) return sign;
    }
    return 0;
  };
  std::vector<size_t> order_of_rows(static_cast<size_t>(rows()));
  std::iota(order_of_rows.begin(), order_of_rows.end(), size_t{0});
  std::sort(order_of_rows.begin(), order_of_rows.end(),
            [&compare](size_t left, size_t right) { return compare(left, right) < 0; });
  for (size_t i = 1; i < order_of_rows.size(); ++i) {
    if (compare(order_of_rows[i - 1], order_of_rows[i]) == 0) {
      throw Error(ErrorKind::internal, "table '" + name_ + "' has two rows of the same key");
    }
  }
  for (const auto& column : columns_) {
    check_interrupted();
    permute(column->valid, order_of_rows);
    permute(column->texts, order_of_rows);
    permute(column->integers, order_of_rows);
    permute(column->wides, order_of_rows);
    permute(column->reals, order_of_rows);
    permute(column->booleans, order_of_rows);
  }
}

}  // namespace hubcensus
