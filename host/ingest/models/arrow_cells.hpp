// Cells of Arrow arrays by what they mean, whichever of the types that writers choose they have.
#pragma once

#include <arrow/array.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hubcensus {

// Whether text_cell reads such cells.
bool is_text_type(const arrow::DataType& type);

// Text of a string, large string, string view or dictionary of strings; empty where null or where
// the array is null or of another type.
std::string_view text_cell(const arrow::Array* array, int64_t row);

// An integer of any width, or a double that is one below 2^53; none where null, of another type, or
// beyond int64.
std::optional<int64_t> integer_cell(const arrow::Array* array, int64_t row);

// A double, a float, or an integer of any width; none where null, of another type, or not finite.
std::optional<double> real_cell(const arrow::Array* array, int64_t row);

// Microseconds since 1970-01-01 UTC of a timestamp of any unit, a date, or ISO 8601 text; none
// where null or of another type or text.
std::optional<int64_t> instant_cell(const arrow::Array* array, int64_t row);

// The elements of a list cell: their array and range; of a cell that is no list, itself. None where
// null.
struct ListElements {
  const arrow::Array* values = nullptr;
  int64_t begin = 0;
  int64_t end = 0;
};
ListElements list_cell(const arrow::Array* array, int64_t row);
// The array that the elements of all its cells are in; null where the array is.
const arrow::Array* list_values(const arrow::Array* array);

// The field of a struct array; a null pointer where the array is none, or has no such field. Where
// the struct is null, the field may hold anything.
std::shared_ptr<arrow::Array> child_of(const arrow::Array* array, const std::string& name);

}  // namespace hubcensus
