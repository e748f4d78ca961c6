// Reads a line of the one form that csv_writer writes. It guesses nothing: a line of another form
// has no cells.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

// Reads the cell at `position` and moves `position` behind it, to its comma or the end of the line:
// its text without quotes, none for null. False where the cell is not well formed.
bool read_csv_cell(std::string_view line, size_t& position, std::optional<std::string>& cell);

// All cells; none where one of them is not well formed.
std::optional<std::vector<std::optional<std::string>>> csv_cells(std::string_view line);

}  // namespace hubcensus
