#include "host/ingest/text/csv.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>

namespace hubcensus {
namespace {

constexpr size_t kWordBytes = 64;

#if defined(__SSE2__)

// One bit for each of the 64 bytes at `text` that is a comma, a newline, a quote or NUL.
uint64_t special_bits(const char* text) {
  uint64_t bits = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i * 16));
    const __m128i separators = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')),
                                            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
    const __m128i others = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                        _mm_cmpeq_epi8(bytes, _mm_setzero_si128()));
    const auto found = static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(separators, others)));
    bits |= static_cast<uint64_t>(found) << (i * 16);
  }
  return bits;
}

#else

static_assert(std::endian::native == std::endian::little, "byte i of a word is bits 8i to 8i+7");

constexpr uint64_t kLowBits = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// The high bit of each byte that is zero; exact, without carries between bytes.
uint64_t zero_bytes(uint64_t word) {
  return ~(((word & ~kHighBits) + ~kHighBits) | word | ~kHighBits);
}

uint64_t special_bits(const char* text) {
  constexpr uint64_t kGather = 0x0102040810204080;  // gathers the bytes' low bits at the top
  uint64_t bits = 0;
  for (size_t i = 0; i < kWordBytes; i += 8) {
    uint64_t word;
    std::memcpy(&word, text + i, sizeof(word));
    const uint64_t found = zero_bytes(word) | zero_bytes(word ^ (kLowBits * ',')) |
                           zero_bytes(word ^ (kLowBits * '\n')) |
                           zero_bytes(word ^ (kLowBits * '"'));
    bits |= (((found >> 7) * kGather) >> 56) << i;
  }
  return bits;
}

#endif

}  // namespace

CsvRows::CsvRows(std::string_view block, bool more_follows, size_t max_row_bytes)
    : block_(block), more_follows_(more_follows), max_row_bytes_(max_row_bytes) {
  mark(0);
}

bool CsvRows::next(std::vector<std::string_view>& fields) {
  fields.clear();
  scratch_used_ = 0;
  malformed_ = false;
  skip_empty_lines();
  row_begin_ = next_row_;
  line_ = next_line_;
  if (row_begin_ >= block_.size()) return false;
  switch (read_row(fields)) {
    case Outcome::row:
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
  mark(next_row_);
  return false;
}

// Sets the word and its specials such that next_special() finds the first at or after `position`.
void CsvRows::mark(size_t position) {
  word_begin_ = position;
  if (position + kWordBytes <= block_.size()) {
    specials_ = special_bits(block_.data() + position);
    return;
  }
  char last[kWordBytes];
  std::memset(last, 'x', sizeof(last));
  const size_t left = block_.size() - std::min(position, block_.size());
  if (left > 0) std::memcpy(last, block_.data() + position, left);
  specials_ = special_bits(last);
}

size_t CsvRows::next_special() {
  while (specials_ == 0) {
    if (word_begin_ + kWordBytes >= block_.size()) return block_.size();
    mark(word_begin_ + kWordBytes);
  }
  const auto bit = static_cast<size_t>(std::countr_zero(specials_));
  specials_ &= specials_ - 1;
  return word_begin_ + bit;
}

// The next row up to its '\n' or the end of the block.
CsvRows::Outcome CsvRows::read_row(std::vector<std::string_view>& fields) {
  const char* const text = block_.data();
  size_t begin = row_begin_;
  while (true) {
    size_t at = next_special();
    char special = at < block_.size() ? text[at] : '\n';
    std::string_view field;
    bool is_quoted = false;
    if (special == '"') {
      if (at != begin) continue;
      const Outcome outcome = read_quoted(at, field);
      if (outcome != Outcome::row) return outcome;
      special = at < block_.size() ? text[at] : '\n';
      is_quoted = true;
    } else {
      field = {text + begin, at - begin};
    }
    if (special == '\0' || fields.size() == kMaxFields) return Outcome::malformed;
    if (special == '\n') {
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
  size_t at = next_special();
  for (;; at = next_special()) {
    if (at - row_begin_ > max_row_bytes_) return Outcome::malformed;
    if (at == block_.size()) return more_follows_ ? Outcome::unfinished : Outcome::malformed;
    if (text[at] == '\0') return Outcome::malformed;
    if (text[at] == '\n') ++next_line_;
    if (text[at] != '"') continue;
    if (at + 1 == block_.size() || text[at + 1] != '"') break;
    has_doubled = true;
    next_special();  // the second of the two
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
  next_special();  // the one at `position`
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
    if (end < block_.size()) next_special();
    next_row_ = std::min(end + 1, block_.size());
    ++next_line_;
  }
}

// After a fault: on to the line after the row's first.
void CsvRows::skip_line() {
  const size_t newline = block_.find('\n', row_begin_);
  next_row_ = newline == std::string_view::npos ? block_.size() : newline + 1;
  next_line_ = line_ + 1;
  mark(next_row_);
}

}  // namespace hubcensus
