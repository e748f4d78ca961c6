#include "host/ingest/text/csv_file.hpp"

#include "kernels/error.hpp"

namespace hubcensus {

CsvFile::CsvFile(const std::string& path, const TextLimits& limits, int64_t block_bytes)
    : text_(path, limits, block_bytes),
      max_row_bytes_(static_cast<size_t>(limits.max_line_bytes)),
      rows_({}) {
  std::vector<std::string_view> header;
  if (!next(header)) {
    throw Error(ErrorKind::invalid_input, "no header in " + path + ": the file is empty");
  }
  if (malformed()) {
    throw Error(ErrorKind::invalid_input, "malformed header in " + path + ": line " +
                                              std::to_string(line()) +
                                              " has an open quote, text after a quoted name or a "
                                              "NUL byte");
  }
  names_.assign(header.begin(), header.end());
}

bool CsvFile::next(std::vector<std::string_view>& fields) {
  while (!in_block_ || !rows_.next(fields)) {
    if (!next_block()) return false;
  }
  return true;
}

bool CsvFile::next_block() {
  if (in_block_) {
    lines_before_block_ += rows_.line() - 1;
    if (rows_.consumed() < block_bytes_) text_.keep_from(rows_.consumed());
  }
  const std::optional<std::string_view> block = text_.next_block();
  in_block_ = block.has_value();
  if (!in_block_) return false;
  block_bytes_ = block->size();
  rows_ = CsvRows(*block, !text_.at_end(), max_row_bytes_);
  return true;
}

}  // namespace hubcensus
