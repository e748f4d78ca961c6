// A text file as blocks of whole lines: plain (memory-mapped), gzip or zstd, told apart by their
// first bytes. It refuses other containers (xz, zip, Parquet, UTF-16, ...), lines and compression
// ratios over the limits, and it splits at every '\n': quoted newlines are the reader's concern
// (keep_from). Readers whose units are no lines take pieces instead. Invariant: the blocks in
// order, or the line ranges, are the whole text, each byte once, without a leading UTF-8 byte order
// mark.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/text/decompressor.hpp"
#include "host/ingest/text/mapped_file.hpp"
#include "host/ingest/text/text_limits.hpp"

struct XXH3_state_s;

namespace hubcensus {

inline constexpr int64_t kTextBlockBytes = int64_t{4} << 20;

class TextFile {
 public:
  // Throws Error(missing_input) where the file cannot be read, Error(invalid_input) where it is no
  // text. A block is about `block_bytes` long, at least 16.
  explicit TextFile(const std::string& path, const TextLimits& limits = {},
                    int64_t block_bytes = kTextBlockBytes);
  ~TextFile();
  TextFile(TextFile&&) noexcept;
  TextFile& operator=(TextFile&&) = delete;

  const std::string& path() const { return path_; }
  int64_t file_bytes() const { return static_cast<int64_t>(map_->bytes().size()); }
  bool is_plain() const { return compression_ == Compression::none; }

  // The next whole lines; none at the end. Valid until the next call. The last line of the last
  // block may lack its '\n'.
  std::optional<std::string_view> next_block();
  // The next bytes, about a block, wherever lines end and however long they are: how much is kept
  // of them is the reader's to limit. Else as next_block(); a file is read by one of the two.
  std::optional<std::string_view> next_piece();
  // The block's bytes from `offset`, the start of a line, come again in front of the next block.
  // Only before the end: a reader that still wants more at the end has an unfinished row.
  void keep_from(size_t offset);
  // The block given last is known to be the last. May be false there: then no block follows.
  bool at_end() const { return at_end_; }
  // No more blocks are wanted: frees what those of a compressed file took, about a block. The hash
  // may still be asked for.
  void end_blocks();

  // For plain files alone: the whole text, and its pieces of whole lines of about `target_bytes`.
  std::string_view bytes() const;
  std::vector<std::string_view> line_ranges(int64_t target_bytes) const;
  // A part of bytes() was read: it no longer counts as memory of this process.
  void release(std::string_view part) const { map_->release(part); }

  // Of a plain file: what of it lies before the end of `part` will not be read for the hash again.
  // Not thread-safe, also with content_hash().
  void hash_through(std::string_view part);

  // XXH3 (128 bits) of the file as it lies on the disk, 32 hexadecimal digits. Reads what the
  // blocks have not yet touched.
  std::string content_hash();

 private:
  struct FreeHash {
    void operator()(XXH3_state_s* state) const;
  };

  int64_t bytes_read() const;
  std::optional<std::string_view> read_piece();
  size_t line_end(size_t from, size_t target) const;
  std::optional<std::string_view> next_plain_block();
  std::optional<std::string_view> next_stream_block();
  void begin_plain();
  void begin_stream();
  void read_stream(size_t wanted);
  void check_ratio() const;
  void hash_to(size_t position);
  [[noreturn]] void refuse_line() const;

  std::string path_;
  TextLimits limits_;
  size_t block_bytes_;
  std::unique_ptr<MappedFile> map_;
  Compression compression_;
  std::unique_ptr<Decompressor> decompressor_;
  std::unique_ptr<XXH3_state_s, FreeHash> hash_;
  size_t hashed_bytes_ = 0;

  std::string_view text_;     // plain: the text without its byte order mark
  std::vector<char> buffer_;  // compressed: text from the last block's begin
  size_t filled_ = 0;         // compressed: bytes of buffer_ in use
  int64_t stream_bytes_ = 0;  // compressed: bytes decompressed
  bool stream_started_ = false;
  size_t begin_ = 0;      // of the bytes to keep, in text_ or buffer_
  size_t end_ = 0;        // of the last block, in text_ or buffer_
  bool keeping_ = false;  // keep_from() was called since
  bool at_end_ = false;
};

}  // namespace hubcensus
