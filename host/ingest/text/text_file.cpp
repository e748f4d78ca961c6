#include "host/ingest/text/text_file.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "host/console/progress.hpp"
#include "host/interrupt.hpp"
#include "kernels/error.hpp"
#include "kernels/ratio.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr int64_t kLeastBlockBytes = kLeastLineBytes;
// A small file may compress well by chance; a bomb is told from it once it is large.
constexpr int64_t kRatioFreeBytes = int64_t{64} << 20;
constexpr size_t kHashStepBytes = size_t{16} << 20;

struct Container {
  std::string_view magic;
  const char* name;
};
constexpr std::array<Container, 7> kRefusedContainers = {{
    {std::string_view("\xfd\x37zXZ\0", 6), "xz-compressed"},
    {"BZh91AY&SY", "bzip2-compressed"},
    {"PK\x03\x04", "a zip archive"},
    {"\x04\x22\x4d\x18", "lz4-compressed"},
    {"PAR1", "Parquet"},
    {"\xff\xfe", "UTF-16 text"},
    {"\xfe\xff", "UTF-16 text"},
}};

void check_is_text(const std::string& path, std::string_view bytes) {
  for (const Container& container : kRefusedContainers) {
    if (bytes.starts_with(container.magic)) {
      throw Error(ErrorKind::invalid_input, "cannot read as text " + path + ": it is " +
                                                container.name +
                                                "; plain UTF-8, gzip and zstd are read");
    }
  }
}

const char* last_newline(const char* begin, const char* end) {
  return static_cast<const char*>(::memrchr(begin, '\n', static_cast<size_t>(end - begin)));
}

}  // namespace

void TextFile::FreeHash::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

TextFile::TextFile(const std::string& path, const TextLimits& limits, int64_t block_bytes)
    : path_(path),
      limits_(limits),
      // A block is no longer than the longest line: so only a line without a block's room for its
      // '\n' can be over the limit, and no other line need be measured.
      block_bytes_(static_cast<size_t>(
          std::min(std::max(block_bytes, kLeastBlockBytes), limits_.max_line_bytes))),
      map_(std::make_unique<MappedFile>(path)),
      compression_(compression_of(map_->bytes())),
      hash_(XXH3_createState()) {
  if (limits_.max_line_bytes < kLeastLineBytes) {
    throw Error(ErrorKind::internal, "too low a limit of lines for " + path);
  }
  if (!hash_) throw Error(ErrorKind::limit, "cannot read " + path + ": no memory for its hash");
  XXH3_128bits_reset(hash_.get());
  if (is_plain()) {
    text_ = map_->bytes();
    check_is_text(path_, text_);
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  } else {
    decompressor_ = make_decompressor(compression_, map_->bytes(), path_);
  }
}

TextFile::~TextFile() = default;
TextFile::TextFile(TextFile&&) noexcept = default;

std::optional<std::string_view> TextFile::next_block() {
  check_interrupted();
  const int64_t before = bytes_read();
  const auto block = is_plain() ? next_plain_block() : next_stream_block();
  add_bytes_done(bytes_read() - before);
  return block;
}

// Of the file as it lies on the disk.
int64_t TextFile::bytes_read() const {
  if (is_plain()) return static_cast<int64_t>(end_);
  return decompressor_ ? decompressor_->consumed() : file_bytes();
}

void TextFile::keep_from(size_t offset) {
  if (at_end_ || offset > end_ - begin_) {
    throw Error(ErrorKind::internal, "text kept beyond the end of a block: " + path_);
  }
  begin_ += offset;
  keeping_ = true;
}

void TextFile::end_blocks() {
  decompressor_.reset();
  std::vector<char>().swap(buffer_);
  begin_ = end_ = is_plain() ? text_.size() : 0;
  filled_ = 0;
  keeping_ = false;
  at_end_ = true;
}

std::string_view TextFile::bytes() const {
  if (!is_plain()) throw Error(ErrorKind::internal, "a compressed file has no map: " + path_);
  return text_;
}

// End of the lines that begin at `from`, about `target` bytes on, the '\n' included.
size_t TextFile::line_end(size_t from, size_t target) const {
  const size_t left = text_.size() - from;
  if (left <= target) return text_.size();
  const char* begin = text_.data() + from;
  const char* found = last_newline(begin, begin + target);
  if (found == nullptr) {
    const size_t longest = static_cast<size_t>(limits_.max_line_bytes);
    const size_t reach = std::min(left, longest + 1) - target;
    found = static_cast<const char*>(std::memchr(begin + target, '\n', reach));
    if (found == nullptr && left > longest) refuse_line();
    if (found == nullptr) return text_.size();
  }
  return static_cast<size_t>(found + 1 - text_.data());
}

std::vector<std::string_view> TextFile::line_ranges(int64_t target_bytes) const {
  const std::string_view text = bytes();
  const auto target = static_cast<size_t>(std::max<int64_t>(target_bytes, 1));
  std::vector<std::string_view> ranges;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && end - begin < target) {
      end = line_end(end, std::min(block_bytes_, target - (end - begin)));
    }
    ranges.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return ranges;
}

std::optional<std::string_view> TextFile::next_piece() {
  check_interrupted();
  const int64_t before = bytes_read();
  const auto piece = read_piece();
  add_bytes_done(bytes_read() - before);
  return piece;
}

std::optional<std::string_view> TextFile::read_piece() {
  if (!is_plain()) {
    begin_stream();
    read_stream(end_ + block_bytes_);
    end_ = filled_;
    if (end_ == 0) return std::nullopt;
    return std::string_view(buffer_.data(), end_);
  }
  begin_plain();
  if (begin_ == text_.size()) return std::nullopt;
  end_ += std::min(block_bytes_, text_.size() - end_);
  at_end_ = end_ == text_.size();
  hash_to(map_->bytes().size() - text_.size() + end_);
  return text_.substr(begin_, end_ - begin_);
}

void TextFile::begin_plain() {
  if (!keeping_) begin_ = end_;
  keeping_ = false;
}

// The part kept and what was read beyond the last block move to the front.
void TextFile::begin_stream() {
  if (!keeping_) begin_ = end_;
  keeping_ = false;
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
  filled_ -= begin_;
  end_ -= begin_;
  begin_ = 0;
}

std::optional<std::string_view> TextFile::next_plain_block() {
  begin_plain();
  if (begin_ == text_.size()) return std::nullopt;
  end_ = line_end(end_, block_bytes_);
  at_end_ = end_ == text_.size();
  hash_to(map_->bytes().size() - text_.size() + end_);
  return text_.substr(begin_, end_ - begin_);
}

std::optional<std::string_view> TextFile::next_stream_block() {
  begin_stream();
  const size_t line_begin = end_;
  const size_t longest = static_cast<size_t>(limits_.max_line_bytes);
  read_stream(line_begin + block_bytes_);
  const char* found = last_newline(buffer_.data() + line_begin, buffer_.data() + filled_);
  while (found == nullptr && !at_end_ && filled_ - line_begin <= longest) {
    const size_t searched = filled_;
    read_stream(std::min(filled_ + block_bytes_, line_begin + longest + 1));
    found = last_newline(buffer_.data() + searched, buffer_.data() + filled_);
  }
  if (found == nullptr && filled_ - line_begin > longest) refuse_line();
  end_ = at_end_ ? filled_ : static_cast<size_t>(found + 1 - buffer_.data());
  if (end_ == 0) return std::nullopt;
  return std::string_view(buffer_.data(), end_);
}

// Fills the buffer to `wanted` bytes, or to the end of the data.
void TextFile::read_stream(size_t wanted) {
  if (at_end_ || filled_ >= wanted) return;
  if (buffer_.size() < wanted) buffer_.resize(wanted);
  if (!stream_started_) {
    stream_started_ = true;
    filled_ = decompressor_->read(std::span(buffer_).first(kByteOrderMark.size()));
    if (std::string_view(buffer_.data(), filled_) == kByteOrderMark) filled_ = 0;
  }
  const size_t made = decompressor_->read(std::span(buffer_).subspan(filled_, wanted - filled_));
  filled_ += made;
  stream_bytes_ += static_cast<int64_t>(made);
  at_end_ = filled_ < wanted;
  check_ratio();
  hash_to(static_cast<size_t>(decompressor_->consumed()));
}

void TextFile::check_ratio() const {
  if (stream_bytes_ <= kRatioFreeBytes) return;
  const auto allowed = static_cast<u128>(limits_.max_ratio) *
                       static_cast<u128>(std::max<int64_t>(decompressor_->consumed(), 1));
  if (static_cast<u128>(stream_bytes_) <= allowed) return;
  throw Error(ErrorKind::limit, "too high a compression ratio in " + path_ + ": " +
                                    std::to_string(decompressor_->consumed()) + " bytes became " +
                                    std::to_string(stream_bytes_) + ", more than " +
                                    std::to_string(limits_.max_ratio) +
                                    " to 1, more than is read; --max-ratio allows more");
}

void TextFile::refuse_line() const {
  throw Error(ErrorKind::limit, "too long a line in " + path_ + ": more than " +
                                    std::to_string(limits_.max_line_bytes) +
                                    " bytes, more than is read; --max-line-bytes allows more");
}

void TextFile::hash_to(size_t position) {
  const std::string_view bytes = map_->bytes();
  while (hashed_bytes_ < position) {
    const size_t end = std::min(position, hashed_bytes_ + kHashStepBytes);
    const std::string_view part = bytes.substr(hashed_bytes_, end - hashed_bytes_);
    XXH3_128bits_update(hash_.get(), part.data(), part.size());
    // What was read before this step is of no more use; the step itself may still be read.
    if (hashed_bytes_ >= kHashStepBytes) {
      map_->release(bytes.substr(hashed_bytes_ - kHashStepBytes, kHashStepBytes));
    }
    hashed_bytes_ = end;
  }
}

void TextFile::hash_through(std::string_view part) {
  hash_to(static_cast<size_t>(part.data() + part.size() - map_->bytes().data()));
}

std::string TextFile::content_hash() {
  const size_t size = map_->bytes().size();
  while (hashed_bytes_ < size) {
    check_interrupted();
    hash_to(std::min(size, hashed_bytes_ + kHashStepBytes));
  }
  map_->release(map_->bytes());
  XXH128_canonical_t digest;
  XXH128_canonicalFromHash(&digest, XXH3_128bits_digest(hash_.get()));
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest.digest) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

}  // namespace hubcensus
