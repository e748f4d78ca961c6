#include "host/ingest/text/decompressor.hpp"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
constexpr std::string_view kZstdSkippableTail = "\x2a\x4d\x18";  // after a byte 0x50 to 0x5f
// zlib counts in 32 bits.
constexpr size_t kLargestStep = size_t{1} << 30;

[[noreturn]] void refuse(const std::string& file, const std::string& what, int64_t position,
                         size_t size) {
  throw Error(ErrorKind::invalid_input, "cannot decompress " + file + ": " + what + " (at byte " +
                                            std::to_string(position) + " of " +
                                            std::to_string(size) + ")");
}

class GzipDecompressor final : public Decompressor {
 public:
  GzipDecompressor(std::string_view bytes, const std::string& file) : bytes_(bytes), file_(file) {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) {
      throw Error(ErrorKind::limit, "cannot decompress " + file + ": no memory for gzip");
    }
  }
  ~GzipDecompressor() override { inflateEnd(&stream_); }
  GzipDecompressor(const GzipDecompressor&) = delete;
  GzipDecompressor& operator=(const GzipDecompressor&) = delete;

  size_t read(std::span<char> out) override {
    size_t filled = 0;
    while (filled < out.size()) {
      if (member_ended_ && !begin_member()) break;
      filled += step(out.subspan(filled));
    }
    return filled;
  }

  int64_t consumed() const override { return static_cast<int64_t>(position_); }

 private:
  bool begin_member() {
    if (position_ == bytes_.size()) return false;
    if (!bytes_.substr(position_).starts_with(kGzipMagic)) {
      refuse(file_, "gzip data are followed by other data", consumed(), bytes_.size());
    }
    inflateReset(&stream_);
    member_ended_ = false;
    return true;
  }

  size_t step(std::span<char> out) {
    const size_t given = std::min(bytes_.size() - position_, kLargestStep);
    const size_t wanted = std::min(out.size(), kLargestStep);
    // zlib only reads through next_in, whatever its type says.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes_.data() + position_));
    stream_.avail_in = static_cast<uInt>(given);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(wanted);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    position_ += given - stream_.avail_in;
    const size_t made = wanted - stream_.avail_out;
    if (status == Z_STREAM_END) {
      member_ended_ = true;
    } else if (status == Z_BUF_ERROR) {  // there was room, so it lacks input
      refuse(file_, "gzip data end early", consumed(), bytes_.size());
    } else if (status == Z_MEM_ERROR) {
      throw Error(ErrorKind::limit, "cannot decompress " + file_ + ": no memory for gzip");
    } else if (status != Z_OK) {
      const char* reason = stream_.msg != nullptr ? stream_.msg : "unknown error";
      refuse(file_, std::string("gzip data are corrupt: ") + reason, consumed(), bytes_.size());
    }
    return made;
  }

  std::string_view bytes_;
  std::string file_;
  z_stream stream_{};
  size_t position_ = 0;
  bool member_ended_ = false;
};

class ZstdDecompressor final : public Decompressor {
 public:
  ZstdDecompressor(std::string_view bytes, const std::string& file)
      : bytes_(bytes), file_(file), stream_(ZSTD_createDStream()) {
    if (!stream_)
      throw Error(ErrorKind::limit, "cannot decompress " + file + ": no memory for zstd");
  }

  size_t read(std::span<char> out) override {
    ZSTD_inBuffer input{bytes_.data(), bytes_.size(), position_};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    while (output.pos < output.size) {
      if (frame_ended_ && input.pos == input.size) break;
      const size_t before = output.pos + input.pos;
      const size_t status = ZSTD_decompressStream(stream_.get(), &output, &input);
      position_ = input.pos;
      if (ZSTD_isError(status)) refuse_frame(status);
      frame_ended_ = status == 0;
      if (!frame_ended_ && output.pos + input.pos == before) {
        refuse(file_, "zstd data end early", consumed(), bytes_.size());
      }
    }
    return output.pos;
  }

  int64_t consumed() const override { return static_cast<int64_t>(position_); }

 private:
  struct FreeStream {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  [[noreturn]] void refuse_frame(size_t status) const {
    const std::string reason = ZSTD_getErrorName(status);
    if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge) {
      throw Error(ErrorKind::limit, "cannot decompress " + file_ +
                                        ": its zstd window is above 128 MiB (" + reason +
                                        "); compress it again without --long");
    }
    refuse(file_, "zstd data are corrupt: " + reason, consumed(), bytes_.size());
  }

  std::string_view bytes_;
  std::string file_;
  std::unique_ptr<ZSTD_DStream, FreeStream> stream_;
  size_t position_ = 0;
  bool frame_ended_ = false;
};

}  // namespace

Compression compression_of(std::string_view bytes) {
  if (bytes.starts_with(kGzipMagic)) return Compression::gzip;
  if (bytes.starts_with(kZstdMagic)) return Compression::zstd;
  const bool skippable = bytes.size() >= 4 && (bytes[0] & 0xf0) == 0x50 &&
                         bytes.substr(1).starts_with(kZstdSkippableTail);
  return skippable ? Compression::zstd : Compression::none;
}

std::unique_ptr<Decompressor> make_decompressor(Compression compression, std::string_view bytes,
                                                const std::string& file) {
  switch (compression) {
    case Compression::gzip:
      return std::make_unique<GzipDecompressor>(bytes, file);
    case Compression::zstd:
      return std::make_unique<ZstdDecompressor>(bytes, file);
    case Compression::none:
      break;
  }
  throw Error(ErrorKind::internal, "no decompressor for plain data: " + file);
}

}  // namespace hubcensus
