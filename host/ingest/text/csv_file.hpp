// A CSV file with a header, row by row over TextFile's blocks: a row is the same wherever a block
// ends. It refuses a file without a header. Invariant: each line after the header belongs to one
// row, is empty, or is the cause of a malformed row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/text/csv.hpp"
#include "host/ingest/text/text_file.hpp"

namespace hubcensus {

class CsvFile {
 public:
  // Throws what TextFile throws, and Error(invalid_input) where there is no header.
  explicit CsvFile(const std::string& path, const TextLimits& limits = {},
                   int64_t block_bytes = kTextBlockBytes);

  const std::vector<std::string>& names() const { return names_; }
  TextFile& text() { return text_; }

  // The next row; false at the end. The fields are valid until the next call; a malformed row has
  // none, and a row of another field count than the header is given as it is.
  bool next(std::vector<std::string_view>& fields);
  bool malformed() const { return rows_.malformed(); }
  int64_t line() const { return lines_before_block_ + rows_.line(); }  // from 1

 private:
  bool next_block();

  TextFile text_;
  size_t max_row_bytes_;
  CsvRows rows_;
  bool in_block_ = false;
  size_t block_bytes_ = 0;
  int64_t lines_before_block_ = 0;
  std::vector<std::string> names_;
};

}  // namespace hubcensus
