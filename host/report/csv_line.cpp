#include "host/report/csv_line.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

bool read_quoted(std::string_view line, size_t& position, std::string& text) {
  ++position;  // the opening quote
  for (;;) {
    const size_t quote = line.find('"', position);
    if (quote == std::string_view::npos) return false;
    text.append(line.substr(position, quote - position));
    position = quote + 1;
    if (position == line.size() || line[position] == ',') return true;
    if (line[position] != '"') return false;
    text += '"';
    ++position;
  }
}

}  // namespace

bool read_csv_cell(std::string_view line, size_t& position, std::optional<std::string>& cell) {
  cell.reset();
  if (position < line.size() && line[position] == '"') {
    return read_quoted(line, position, cell.emplace());
  }
  const size_t end = std::min(line.find(',', position), line.size());
  const std::string_view text = line.substr(position, end - position);
  position = end;
  if (text.find('"') != std::string_view::npos) return false;
  if (!text.empty()) cell.emplace(text);
  return true;
}

std::optional<std::vector<std::optional<std::string>>> csv_cells(std::string_view line) {
  std::vector<std::optional<std::string>> cells;
  size_t position = 0;
  for (;;) {
    if (!read_csv_cell(line, position, cells.emplace_back())) return std::nullopt;
    if (position == line.size()) return cells;
    ++position;  // the comma
  }
}

}  // namespace hubcensus
