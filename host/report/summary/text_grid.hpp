// A small table in plain text, set to the width of its content: for the summary on a terminal.
// Every cell passes terminal_text(); no line is wider than kTextColumns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hubcensus {

inline constexpr size_t kTextColumns = 100;

class TextGrid {
 public:
  // A header for each column; the first `left_columns` are aligned left, the others, numbers,
  // right.
  TextGrid(std::vector<std::string> headers, size_t left_columns);

  // As many cells as headers; throws Error(internal) otherwise.
  void add(const std::vector<std::string>& cells);
  bool is_empty() const { return rows_.size() == 1; }

  // Lines with an indent of two; the first column is cut where a line would be too wide.
  std::string text() const;

 private:
  size_t left_columns_;
  std::vector<std::vector<std::string>> rows_;  // safe text, the headers first
};

// Words of `text`, made safe and broken into lines of at most `columns`; a longer word is cut.
std::vector<std::string> wrap_text(std::string_view text, size_t columns);

}  // namespace hubcensus
