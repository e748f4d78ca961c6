// The rows of a block of CSV text (RFC 4180, commas): '\n' or '\r\n' ends a row, quoted fields with
// doubled quotes and newlines. Empty lines are skipped; a quote inside an unquoted field is a
// letter like others. It refuses to guess: an unterminated quote, text after a closing quote, a NUL
// byte or more than kMaxFields fields make the row malformed, and parsing goes on at the line after
// the row's first line. Invariant: rows do not depend on where a text is cut into blocks of whole
// lines, as long as the part from consumed() on comes again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/text/csv_marks.hpp"

namespace hubcensus {

class CsvRows {
 public:
  static constexpr size_t kMaxFields = 65536;
  static constexpr size_t kMaxRowBytes = size_t{64} << 20;

  // `more_follows`: the text goes on after the block, so a quote that the block leaves open is no
  // fault yet: next() returns false before that row, and consumed() is its begin. A quoted field
  // that is still open `max_row_bytes` after the row's begin is unterminated.
  explicit CsvRows(std::string_view block, bool more_follows = false,
                   size_t max_row_bytes = kMaxRowBytes);

  // The next row; false at the end. The fields are valid until the next call; a malformed row has
  // none.
  bool next(std::vector<std::string_view>& fields);
  bool malformed() const { return malformed_; }
  // Line of the row's begin within the block, from 1; after the last row, of what follows.
  int64_t line() const { return line_; }
  size_t consumed() const { return row_begin_; }

 private:
  enum class Outcome : uint8_t { row, malformed, unfinished };

  void mark_from(size_t position);
  void add_marks();
  size_t next_mark();
  bool read_plain_row(std::vector<std::string_view>& fields);
  std::string_view without_doubled_quotes(std::string_view field);
  Outcome read_row(std::vector<std::string_view>& fields);
  Outcome read_quoted(size_t& position, std::string_view& field);
  void skip_empty_lines();
  void skip_line();

  std::string_view block_;
  bool more_follows_;
  size_t max_row_bytes_;
  size_t row_begin_ = 0;
  size_t next_row_ = 0;
  int64_t line_ = 0;       // of row_begin_
  int64_t next_line_ = 1;  // of next_row_
  bool malformed_ = false;

  MarkFinder find_marks_;
  std::vector<size_t> marks_;  // those from next_mark_ to marks_end_ are still to be read
  size_t next_mark_ = 0;
  size_t marks_end_ = 0;
  size_t unmarked_ = 0;              // where the marks not yet found begin
  size_t plain_fields_ = 0;          // of the last row that was read mark by mark; 0: too many
  std::deque<std::string> scratch_;  // fields freed of doubled quotes; a deque keeps them in place
  size_t scratch_used_ = 0;
};

}  // namespace hubcensus
