#include "host/ingest/text/csv.hpp"

#include <algorithm>
#include <cstring>

#include "host/ingest/text/csv_marks.hpp"

namespace hubcensus {
namespace {

// Of text whose marks are found at once: they and the text stay in the nearest cache.
constexpr size_t kWords = 16;
// Rows with more fields are read field by field.
constexpr size_t kMaxPlainFields = 64;

}  // namespace

CsvRows::CsvRows(std::string_view block, bool more_follows, size_t max_row_bytes)
    : block_(block),
      more_follows_(more_follows),
      max_row_bytes_(max_row_bytes),
      find_marks_(mark_finders().back()),
      marks_(kMaxPlainFields + kWords * kWordBytes + kSpareMarks) {}

bool CsvRows::next(std::vector<std::string_view>& fields) {
  scratch_used_ = 0;
  malformed_ = false;
  if (read_plain_row(fields)) return true;
  fields.clear();
  skip_empty_lines();
  row_begin_ = next_row_;
  line_ = next_line_;
  if (row_begin_ >= block_.size()) return false;
  switch (read_row(fields)) {
    case Outcome::row:
      plain_fields_ = fields.size() <= kMaxPlainFields ? fields.size() : 0;
      return true;
    case Outcome::malformed:
      fields.clear();
      malformed_ = true;
      skip_line();
      return true;
    case Outcome::unfinished:
      break;
  }
  fields.clear();
  next_row_ = row_begin_;
  next_line_ = line_;
  mark_from(next_row_);
  return false;
}

// The row's marks alone tell whether it is plain: commas between as many fields as the row before
// had, then a newline. A quote, an empty line or another number of fields is another mark at one of
// these places, and the row is read mark by mark.
bool CsvRows::read_plain_row(std::vector<std::string_view>& fields) {
  const size_t count = plain_fields_;
  if (count < 2) return false;  // a row of one field looks like an empty line
  if (marks_end_ - next_mark_ < count) add_marks();
  if (marks_end_ - next_mark_ < count) return false;
  const char* const text = block_.data();
  const size_t* const marks = &marks_[next_mark_];
  bool is_plain = text[marks[count - 1]] == '\n';
  for (size_t i = 0; i + 1 < count; ++i) is_plain &= text[marks[i]] == ',';
  if (!is_plain) return false;
  fields.resize(count);
  row_begin_ = next_row_;
  line_ = next_line_;
  for (size_t i = 0; i < count; ++i) {
    fields[i] = {text + next_row_, marks[i] - next_row_};
    next_row_ = marks[i] + 1;
  }
  if (fields.back().ends_with('\r')) fields.back().remove_suffix(1);
  next_mark_ += count;
  ++next_line_;
  return true;
}

// The next mark is the first at or after `position`.
void CsvRows::mark_from(size_t position) {
  next_mark_ = marks_end_ = 0;
  unmarked_ = position;
}

// Finds the marks of the next words, behind those not yet read, which are less than
// kMaxPlainFields.
void CsvRows::add_marks() {
  if (unmarked_ >= block_.size()) return;
  std::copy(&marks_[next_mark_], &marks_[marks_end_], marks_.data());
  marks_end_ -= next_mark_;
  next_mark_ = 0;
  const char* const text = block_.data() + unmarked_;
  const size_t left = block_.size() - unmarked_;
  const size_t words = std::min(left / kWordBytes, kWords);
  if (words > 0) {
    marks_end_ += find_marks_(text, words, unmarked_, &marks_[marks_end_]);
    unmarked_ += words * kWordBytes;
    return;
  }
  std::array<char, kWordBytes> last;
  last.fill('x');
  std::copy_n(text, left, last.data());
  marks_end_ += find_marks_(last.data(), 1, unmarked_, &marks_[marks_end_]);
  unmarked_ = block_.size();
}

size_t CsvRows::next_mark() {
  while (next_mark_ == marks_end_) {
    if (unmarked_ >= block_.size()) return block_.size();
    add_marks();
  }
  return marks_[next_mark_++];
}

// The next row up to its '\n' or the end of the block.
CsvRows::Outcome CsvRows::read_row(std::vector<std::string_view>& fields) {
  const char* const text = block_.data();
  size_t begin = row_begin_;
  while (true) {
    size_t at = next_mark();
    char mark = at < block_.size() ? text[at] : '\n';
    std::string_view field;
    bool is_quoted = false;
    if (mark == '"') {
      if (at != begin) continue;
      const Outcome outcome = read_quoted(at, field);
      if (outcome != Outcome::row) return outcome;
      mark = at < block_.size() ? text[at] : '\n';
      is_quoted = true;
    } else {
      field = {text + begin, at - begin};
    }
    if (mark == '\0' || fields.size() == kMaxFields) return Outcome::malformed;
    if (mark == '\n') {
      if (!is_quoted && field.ends_with('\r')) field.remove_suffix(1);
      fields.push_back(field);
      next_row_ = std::min(at + 1, block_.size());
      ++next_line_;
      return Outcome::row;
    }
    fields.push_back(field);
    begin = at + 1;
  }
}

// Reads the field whose opening quote lies at `position` and moves on to the comma or newline after
// it, or to the end of the block.
CsvRows::Outcome CsvRows::read_quoted(size_t& position, std::string_view& field) {
  const char* const text = block_.data();
  const size_t begin = position + 1;
  bool has_doubled = false;
  size_t at = next_mark();
  for (;; at = next_mark()) {
    if (at - row_begin_ > max_row_bytes_) return Outcome::malformed;
    if (at == block_.size()) return more_follows_ ? Outcome::unfinished : Outcome::malformed;
    if (text[at] == '\0') return Outcome::malformed;
    if (text[at] == '\n') ++next_line_;
    if (text[at] != '"') continue;
    if (at + 1 == block_.size() || text[at + 1] != '"') break;
    has_doubled = true;
    next_mark();  // the second of the two
  }
  field = {text + begin, at - begin};
  if (has_doubled) field = without_doubled_quotes(field);
  position = at + 1;
  if (position < block_.size() && text[position] == '\r') ++position;
  if (position == block_.size()) return Outcome::row;
  const bool carriage_return = position == at + 2;
  if (text[position] != '\n' && (carriage_return || text[position] != ',')) {
    return Outcome::malformed;
  }
  next_mark();  // the one at `position`
  return Outcome::row;
}

std::string_view CsvRows::without_doubled_quotes(std::string_view field) {
  if (scratch_used_ == scratch_.size()) scratch_.emplace_back();
  std::string& text = scratch_[scratch_used_++];
  text.clear();
  while (!field.empty()) {
    const size_t quote = field.find('"');
    if (quote == std::string_view::npos) break;
    text.append(field.substr(0, quote + 1));
    field.remove_prefix(quote + 2);
  }
  text.append(field);
  return text;
}

void CsvRows::skip_empty_lines() {
  while (next_row_ < block_.size()) {
    const bool carriage_return = block_[next_row_] == '\r';
    const size_t end = next_row_ + (carriage_return ? 1 : 0);
    if (end < block_.size() && block_[end] != '\n') return;
    if (end < block_.size()) next_mark();
    next_row_ = std::min(end + 1, block_.size());
    ++next_line_;
  }
}

// After a fault: on to the line after the row's first.
void CsvRows::skip_line() {
  const size_t newline = block_.find('\n', row_begin_);
  next_row_ = newline == std::string_view::npos ? block_.size() : newline + 1;
  next_line_ = line_ + 1;
  mark_from(next_row_);
}

}  // namespace hubcensus
