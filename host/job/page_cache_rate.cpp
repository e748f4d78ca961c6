#include "host/job/page_cache_rate.hpp"

#include <fcntl.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <vector>

namespace hubcensus {
namespace {

constexpr int64_t kMostBytes = int64_t{512} << 20;
constexpr int64_t kPieceBytes = int64_t{4} << 20;
constexpr size_t kBufferBytes = size_t{256} << 10;  // stays in the cache of a core

struct Piece {
  const std::string* path;
  int64_t begin;
  int64_t bytes;
};

std::vector<Piece> pieces_of(std::span<const std::string> paths) {
  std::vector<Piece> pieces;
  int64_t left = kMostBytes;
  for (const std::string& path : paths) {
    std::error_code error;
    const auto size = static_cast<int64_t>(std::filesystem::file_size(path, error));
    for (int64_t begin = 0; !error && begin < size && left > 0; begin += kPieceBytes) {
      pieces.push_back({&path, begin, std::min({kPieceBytes, size - begin, left})});
      left -= pieces.back().bytes;
    }
  }
  return pieces;
}

int64_t read_piece(const Piece& piece, std::vector<char>& buffer) {
  const int file = ::open(piece.path->c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  int64_t done = 0;
  while (done < piece.bytes) {
    const auto wanted = std::min(buffer.size(), static_cast<size_t>(piece.bytes - done));
    const ssize_t got = ::pread(file, buffer.data(), wanted, piece.begin + done);
    if (got <= 0) break;
    done += got;
  }
  ::close(file);
  return done;
}

}  // namespace

double page_cache_rate(std::span<const std::string> paths) {
  const std::vector<Piece> pieces = pieces_of(paths);
  tbb::enumerable_thread_specific<std::vector<char>> buffers(kBufferBytes);
  double rate = 0;
  for (int pass = 0; pass < 2; ++pass) {  // the first brings them in
    std::atomic<int64_t> bytes = 0;
    const auto begin = std::chrono::steady_clock::now();
    tbb::parallel_for(size_t{0}, pieces.size(),
                      [&](size_t i) { bytes += read_piece(pieces[i], buffers.local()); });
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    rate = static_cast<double>(bytes) / seconds.count();
  }
  return rate;
}

}  // namespace hubcensus
