#include "host/report/summary/text_grid.hpp"

#include <algorithm>
#include <utility>

#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kGap = 2;
constexpr size_t kSmallestFirst = 8;  // columns that the first column keeps

std::vector<size_t> widths_of(const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths(rows.front().size(), 0);
  size_t total = kIndent + kGap * (widths.size() - 1);
  for (size_t i = 0; i < widths.size(); ++i) {
    for (const auto& row : rows) widths[i] = std::max(widths[i], display_columns(row[i]));
    total += widths[i];
  }
  if (total > kTextColumns) {
    const size_t excess = total - kTextColumns;
    widths[0] = widths[0] > excess + kSmallestFirst ? widths[0] - excess
                                                    : std::min(widths[0], kSmallestFirst);
  }
  return widths;
}

void strip_end(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

TextGrid::TextGrid(std::vector<std::string> headers, size_t left_columns)
    : left_columns_(left_columns) {
  rows_.push_back(std::move(headers));
}

void TextGrid::add(const std::vector<std::string>& cells) {
  if (cells.size() != rows_.front().size()) {
    throw Error(ErrorKind::internal, "a row of the summary has the wrong number of cells");
  }
  std::vector<std::string> row;
  for (const std::string& cell : cells) row.push_back(terminal_text(cell));
  rows_.push_back(std::move(row));
}

std::string TextGrid::text() const {
  const std::vector<size_t> widths = widths_of(rows_);
  std::string out;
  for (const auto& row : rows_) {
    std::string line(kIndent, ' ');
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line.append(kGap, ' ');
      const std::string cell = fit_columns(row[i], widths[i]);
      const size_t pad = widths[i] - std::min(widths[i], display_columns(cell));
      if (i >= left_columns_) line.append(pad, ' ');
      line += cell;
      if (i < left_columns_) line.append(pad, ' ');
    }
    strip_end(line);
    // Only reached where the numbers alone are too wide for a line.
    out += fit_columns(line, kTextColumns);
    out += '\n';
  }
  return out;
}

std::vector<std::string> wrap_text(std::string_view text, size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string word = fit_columns(text.substr(0, end), columns);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && display_columns(line) + 1 + display_columns(word) > columns) {
      lines.push_back(std::exchange(line, {}));
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

}  // namespace hubcensus
