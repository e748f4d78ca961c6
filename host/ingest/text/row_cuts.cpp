#include "host/ingest/text/row_cuts.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>

#include "host/ingest/text/csv.hpp"
#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

// The first line that begins at or after `boundary`, which is above 0.
size_t line_begin_at(std::string_view text, size_t boundary) {
  if (boundary >= text.size()) return text.size();
  const size_t newline = text.find('\n', boundary - 1);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

}  // namespace

size_t row_begin_at(std::string_view text, size_t boundary, bool more_follows,
                    size_t max_row_bytes) {
  if (boundary == 0) return 0;
  const size_t line = line_begin_at(text, boundary);
  if (text.substr(0, line).find('"') == std::string_view::npos) return line;
  CsvRows rows(text, more_follows, max_row_bytes);
  std::vector<std::string_view> fields;
  while (rows.next(fields)) {
    if (rows.consumed() >= boundary) return rows.consumed();
  }
  return rows.consumed();
}

std::vector<std::string_view> ranges_of_rows(const std::vector<std::string_view>& lines,
                                             size_t max_row_bytes, const LookedAt& looked_at) {
  if (lines.size() < 2) return lines;
  const char* const begin = lines.front().data();
  const char* const end = lines.back().data() + lines.back().size();
  const auto row_begin_behind = [&](const char* from, size_t range) {
    check_interrupted();
    const std::string_view text(from, static_cast<size_t>(end - from));
    const char* const boundary = lines[range + 1].data();
    if (from >= boundary) return from;
    return from + row_begin_at(text, static_cast<size_t>(boundary - from), false, max_row_bytes);
  };
  // Nearly every range of lines begins with a row: all are looked at as if they did, and those that
  // did not are looked at again.
  std::vector<const char*> ends(lines.size(), end);
  tbb::parallel_for(size_t{0}, lines.size() - 1, [&](size_t range) {
    ends[range] = row_begin_behind(lines[range].data(), range);
    looked_at(lines[range]);
  });
  std::vector<std::string_view> ranges;
  const char* from = begin;
  for (size_t range = 0; range < lines.size(); ++range) {
    const bool is_last = range + 1 == lines.size();
    const char* to = ends[range];
    if (from != lines[range].data() && !is_last) to = row_begin_behind(from, range);
    ranges.emplace_back(from, static_cast<size_t>(to - from));
    from = to;
  }
  return ranges;
}

RowStream::RowStream(const std::string& path, const TextLimits& limits, int64_t block_bytes,
                     int64_t range_bytes)
    : file_(path, limits, block_bytes),
      max_row_bytes_(static_cast<size_t>(limits.max_line_bytes)),
      range_bytes_(range_bytes),
      next_boundary_(range_bytes) {}

bool RowStream::next_block() {
  if (block_bytes_ > 0 && !left_.empty()) file_.keep_from(block_bytes_ - left_.size());
  const auto block = file_.next_block();
  if (!block) return false;
  left_ = *block;
  block_bytes_ = block->size();
  return true;
}

bool RowStream::next(RowsOfStream& rows) {
  if (left_.empty() && !next_block()) return false;
  size_t cut = 0;
  while (true) {
    const auto to_boundary = static_cast<size_t>(next_boundary_ - position_);
    cut = row_begin_at(left_, std::min(left_.size(), to_boundary), !file_.at_end(), max_row_bytes_);
    if (cut > 0) break;
    if (!next_block()) return false;  // the whole block lies within one row
  }
  rows.text.assign(left_.substr(0, cut));
  rows.position = position_;
  rows.begins_range = begins_range_;
  begins_range_ = false;
  // Lines of one row may hold several boundaries: the ranges between them are empty.
  while (position_ + static_cast<int64_t>(cut) >= next_boundary_) {
    begins_range_ = true;
    const size_t line = line_begin_at(left_, static_cast<size_t>(next_boundary_ - position_));
    next_boundary_ = position_ + static_cast<int64_t>(line) + range_bytes_;
  }
  left_.remove_prefix(cut);
  position_ += static_cast<int64_t>(cut);
  return true;
}

}  // namespace hubcensus
