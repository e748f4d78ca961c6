#include "host/ingest/models/arrow_cells.hpp"

#include <arrow/type.h>

#include <cmath>
#include <limits>

#include "kernels/calendar.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;

bool absent(const arrow::Array* array, int64_t row) {
  return array == nullptr || array->IsNull(row);
}

template <typename ArrayType>
const ArrayType& as(const arrow::Array& array) {
  return static_cast<const ArrayType&>(array);
}

std::optional<int64_t> scaled(int64_t value, arrow::TimeUnit::type unit) {
  int64_t result = 0;
  switch (unit) {
    case arrow::TimeUnit::SECOND:
      return __builtin_mul_overflow(value, 1'000'000, &result) ? std::nullopt
                                                               : std::optional(result);
    case arrow::TimeUnit::MILLI:
      return __builtin_mul_overflow(value, 1'000, &result) ? std::nullopt : std::optional(result);
    case arrow::TimeUnit::MICRO:
      return value;
    case arrow::TimeUnit::NANO:
      return floor_divide(value, 1'000);
  }
  return std::nullopt;
}

}  // namespace

bool is_text_type(const arrow::DataType& type) {
  if (type.id() == arrow::Type::DICTIONARY) {
    return is_text_type(*static_cast<const arrow::DictionaryType&>(type).value_type());
  }
  return arrow::is_base_binary_like(type.id()) || type.id() == arrow::Type::STRING_VIEW;
}

std::string_view text_cell(const arrow::Array* array, int64_t row) {
  if (absent(array, row)) return {};
  switch (array->type_id()) {
    case arrow::Type::STRING:
      return as<arrow::StringArray>(*array).GetView(row);
    case arrow::Type::LARGE_STRING:
      return as<arrow::LargeStringArray>(*array).GetView(row);
    // Text whose writer did not say that it is text.
    case arrow::Type::BINARY:
      return as<arrow::BinaryArray>(*array).GetView(row);
    case arrow::Type::LARGE_BINARY:
      return as<arrow::LargeBinaryArray>(*array).GetView(row);
    case arrow::Type::STRING_VIEW:
      return as<arrow::StringViewArray>(*array).GetView(row);
    case arrow::Type::DICTIONARY: {
      const auto& entries = as<arrow::DictionaryArray>(*array);
      return text_cell(entries.dictionary().get(), entries.GetValueIndex(row));
    }
    default:
      return {};
  }
}

std::optional<int64_t> integer_cell(const arrow::Array* array, int64_t row) {
  if (absent(array, row)) return std::nullopt;
  switch (array->type_id()) {
    case arrow::Type::INT8:
      return as<arrow::Int8Array>(*array).Value(row);
    case arrow::Type::INT16:
      return as<arrow::Int16Array>(*array).Value(row);
    case arrow::Type::INT32:
      return as<arrow::Int32Array>(*array).Value(row);
    case arrow::Type::INT64:
      return as<arrow::Int64Array>(*array).Value(row);
    case arrow::Type::UINT8:
      return as<arrow::UInt8Array>(*array).Value(row);
    case arrow::Type::UINT16:
      return as<arrow::UInt16Array>(*array).Value(row);
    case arrow::Type::UINT32:
      return as<arrow::UInt32Array>(*array).Value(row);
    case arrow::Type::DOUBLE: {  // integers beside a null, as dataframes write them
      constexpr double kExact = 9007199254740992.0;  // 2^53
      const double value = as<arrow::DoubleArray>(*array).Value(row);
      const bool whole = std::abs(value) <= kExact && std::trunc(value) == value;
      return whole ? std::optional(static_cast<int64_t>(value)) : std::nullopt;
    }
    case arrow::Type::UINT64: {
      const uint64_t value = as<arrow::UInt64Array>(*array).Value(row);
      const bool fits = value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
      return fits ? std::optional(static_cast<int64_t>(value)) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::optional<double> real_cell(const arrow::Array* array, int64_t row) {
  if (absent(array, row)) return std::nullopt;
  double value = 0;
  if (array->type_id() == arrow::Type::DOUBLE) {
    value = as<arrow::DoubleArray>(*array).Value(row);
  } else if (array->type_id() == arrow::Type::FLOAT) {
    value = as<arrow::FloatArray>(*array).Value(row);
  } else {
    const auto integer = integer_cell(array, row);
    return integer ? std::optional(static_cast<double>(*integer)) : std::nullopt;
  }
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<int64_t> instant_cell(const arrow::Array* array, int64_t row) {
  if (absent(array, row)) return std::nullopt;
  switch (array->type_id()) {
    case arrow::Type::TIMESTAMP: {
      const auto unit = static_cast<const arrow::TimestampType&>(*array->type()).unit();
      return scaled(as<arrow::TimestampArray>(*array).Value(row), unit);
    }
    case arrow::Type::DATE32:
      return scaled(as<arrow::Date32Array>(*array).Value(row) * kSecondsPerDay,
                    arrow::TimeUnit::SECOND);
    case arrow::Type::DATE64:
      return scaled(as<arrow::Date64Array>(*array).Value(row), arrow::TimeUnit::MILLI);
    default:
      return parse_timestamp_us(text_cell(array, row));
  }
}

ListElements list_cell(const arrow::Array* array, int64_t row) {
  if (absent(array, row)) return {};
  const arrow::Array* values = list_values(array);
  const auto elements_of = [&](const auto& list) {
    return ListElements{values, list.value_offset(row), list.value_offset(row + 1)};
  };
  switch (array->type_id()) {
    case arrow::Type::LIST:
      return elements_of(as<arrow::ListArray>(*array));
    case arrow::Type::LARGE_LIST:
      return elements_of(as<arrow::LargeListArray>(*array));
    case arrow::Type::FIXED_SIZE_LIST:
      return elements_of(as<arrow::FixedSizeListArray>(*array));
    default:
      return {array, row, row + 1};
  }
}

const arrow::Array* list_values(const arrow::Array* array) {
  if (array == nullptr) return nullptr;
  switch (array->type_id()) {
    case arrow::Type::LIST:
      return as<arrow::ListArray>(*array).values().get();
    case arrow::Type::LARGE_LIST:
      return as<arrow::LargeListArray>(*array).values().get();
    case arrow::Type::FIXED_SIZE_LIST:
      return as<arrow::FixedSizeListArray>(*array).values().get();
    default:
      return array;
  }
}

std::shared_ptr<arrow::Array> child_of(const arrow::Array* array, const std::string& name) {
  if (array == nullptr || array->type_id() != arrow::Type::STRUCT) return nullptr;
  return as<arrow::StructArray>(*array).GetFieldByName(name);
}

}  // namespace hubcensus
