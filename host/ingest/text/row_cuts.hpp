// Where a CSV text may be cut so that no row is: rows are then the same as those of the whole text.
// A quoted newline ends no row, so a row's begin is known only from the rows before it; where no
// quote lies between, every line begins one. Both ways of reading cut by the same rule: the first
// range begins at 0, each other at the first row that begins at or after the line that is
// `range_bytes` behind the line of the cut before, so that plain and compressed files have the same
// ranges.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/text/text_file.hpp"

namespace hubcensus {

// The begin of the first row at or after `boundary` in a text that begins with a row. At the end of
// the text: its size, or where `more_follows` the begin of a row that is still open.
size_t row_begin_at(std::string_view text, size_t boundary, bool more_follows,
                    size_t max_row_bytes);

// Moves the ends of line ranges, which follow one another, to the begins of rows. Ranges are looked
// at by several threads, which tell `looked_at` of each. A range that lies within one row becomes
// empty. Throws Interrupted where a signal has come.
using LookedAt = std::function<void(std::string_view)>;
std::vector<std::string_view> ranges_of_rows(const std::vector<std::string_view>& lines,
                                             size_t max_row_bytes, const LookedAt& looked_at);

// A part of a stream: whole rows, never none.
struct RowsOfStream {
  std::string text;
  int64_t position = 0;  // in the file's text
  bool begins_range = false;
};

// A compressed file as blocks of whole rows, about `block_bytes` each.
class RowStream {
 public:
  RowStream(const std::string& path, const TextLimits& limits, int64_t block_bytes,
            int64_t range_bytes);

  // False at the end.
  bool next(RowsOfStream& rows);

 private:
  bool next_block();

  TextFile file_;
  size_t max_row_bytes_;
  int64_t range_bytes_;
  std::string_view left_;   // of the file's block
  size_t block_bytes_ = 0;  // of the file's block
  int64_t position_ = 0;    // of left_ in the text
  int64_t next_boundary_;   // the next range begins at or after it
  bool begins_range_ = true;
};

}  // namespace hubcensus
