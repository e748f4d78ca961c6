// How far a number of a table moved. Integers are compared as integers, of any size that a table
// holds; what was nothing before has no relative change.
#pragma once

#include <optional>
#include <string>

#include "host/report/table_difference.hpp"

namespace hubcensus {

struct NumberChange {
  std::string change;              // after - before, exact for integers
  std::optional<double> relative;  // by the size of the number before
  double size = 0;                 // of the change
  double largest = 0;              // of the two numbers, without sign
};

// None where a side is no number. A cell that is null on one side changes from or to zero, without
// a relative change.
std::optional<NumberChange> number_change(const FinishedCell& before, const FinishedCell& after);

// Whether the cells of a column are measured: of text only the values of the table claims, most of
// which are numbers.
bool has_numbers(const ColumnEntry& column);

}  // namespace hubcensus
