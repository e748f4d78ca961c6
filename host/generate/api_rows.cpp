#include "host/generate/api_rows.hpp"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "kernels/calendar.hpp"
#include "kernels/error.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
constexpr int64_t kMicroseconds = 1'000'000;

template <typename Array>
const Array& as(const arrow::Array& array) {
  return static_cast<const Array&>(array);
}

// Whether the column holds the text of a JSON object.
bool is_json(std::string_view name) { return name == "gguf" || name == "cardData"; }

void append_quoted(std::string_view text, std::string& to) {
  to += nlohmann::json(std::string(text)).dump();
}

void append_value(const arrow::Array& array, int64_t row, bool json, std::string& to);

void append_member(std::string_view name, const arrow::Array& array, int64_t row, std::string& to) {
  if (array.IsNull(row)) return;
  if (to.back() != '{') to += ",";
  append_quoted(name, to);
  to += ":";
  append_value(array, row, is_json(name), to);
}

void append_list(const arrow::ListArray& list, int64_t row, std::string& to) {
  to += "[";
  for (int64_t k = list.value_offset(row); k < list.value_offset(row + 1); ++k) {
    if (k != list.value_offset(row)) to += ",";
    append_value(*list.values(), k, false, to);
  }
  to += "]";
}

void append_value(const arrow::Array& array, int64_t row, bool json, std::string& to) {
  switch (array.type_id()) {
    case arrow::Type::STRING:
      if (json) {
        to += as<arrow::StringArray>(array).GetView(row);
      } else {
        append_quoted(as<arrow::StringArray>(array).GetView(row), to);
      }
      return;
    case arrow::Type::INT64:
      to += std::to_string(as<arrow::Int64Array>(array).Value(row));
      return;
    case arrow::Type::DOUBLE:
      to += nlohmann::json(static_cast<int64_t>(as<arrow::DoubleArray>(array).Value(row))).dump();
      return;
    case arrow::Type::TIMESTAMP:
      append_quoted(api_time(as<arrow::TimestampArray>(array).Value(row) / kMicroseconds), to);
      return;
    case arrow::Type::LIST:
      append_list(as<arrow::ListArray>(array), row, to);
      return;
    case arrow::Type::STRUCT: {
      const auto& members = as<arrow::StructArray>(array);
      to += "{";
      for (int k = 0; k < members.num_fields(); ++k) {
        append_member(array.type()->field(k)->name(), *members.field(k), row, to);
      }
      to += "}";
      return;
    }
    default:
      throw Error(ErrorKind::internal, "a dump has a column of " + array.type()->ToString());
  }
}

}  // namespace

std::string api_time(int64_t second) {
  const auto of_day = static_cast<int>(second % kSecondsPerDay);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.000Z", of_day / 3600, of_day / 60 % 60,
                of_day % 60);
  return day_name(static_cast<Day>(second / kSecondsPerDay)) + text.data();
}

std::string api_row(const arrow::Table& table, int64_t row) {
  std::string text = "{";
  for (int k = 0; k < table.num_columns(); ++k) {
    append_member(table.field(k)->name(), *table.column(k)->chunk(0), row, text);
  }
  return text + "}";
}

}  // namespace hubcensus::generate
