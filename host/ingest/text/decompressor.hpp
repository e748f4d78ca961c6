// Streams of gzip members and zstd frames, concatenated ones too, as one run of bytes. It refuses
// anything after the last member that is none, and data that end early: nothing is dropped quietly.
// Invariant: read() returns 0 only after the whole input was consumed and every checksum held.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace hubcensus {

enum class Compression : uint8_t { none, gzip, zstd };

// By the first bytes, never by the name.
Compression compression_of(std::string_view bytes);

class Decompressor {
 public:
  virtual ~Decompressor() = default;
  // Fills a front part of `out`, which is not empty, and returns its size; 0 at the end. Throws
  // Error(invalid_input) that names the file where the data are corrupt or end early.
  virtual size_t read(std::span<char> out) = 0;
  // Compressed bytes consumed so far.
  virtual int64_t consumed() const = 0;
};

// `bytes` outlives the result; `file` is for messages; `compression` is not none.
std::unique_ptr<Decompressor> make_decompressor(Compression compression, std::string_view bytes,
                                                const std::string& file);

}  // namespace hubcensus
