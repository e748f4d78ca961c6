#include "host/report/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "host/report/output_step.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 18;

}  // namespace

void throw_output_error(const std::string& what, const std::filesystem::path& path, int error) {
  const std::string message = what + " " + path.string() + ": " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) {
    throw Error(ErrorKind::limit, message + "; free space there or name another folder with --out");
  }
  throw Error(ErrorKind::output, message);
}

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw_output_error("cannot create", path_, errno);
  buffer_.reserve(kBufferBytes);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::string_view bytes) {
  bytes_ += static_cast<int64_t>(bytes.size());
  while (!bytes.empty()) {
    const size_t part = std::min(bytes.size(), kBufferBytes - buffer_.size());
    buffer_.append(bytes.substr(0, part));
    bytes.remove_prefix(part);
    if (buffer_.size() == kBufferBytes) drain();
  }
}

void OutputFile::drain() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    output_step();
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_output_error("cannot write", path_, errno);
    rest.remove_prefix(static_cast<size_t>(written));
  }
  buffer_.clear();
}

void OutputFile::close() {
  drain();
  // The descriptor is gone whatever close() returns; an error here is a write that failed late.
  if (::close(std::exchange(descriptor_, -1)) != 0)
    throw_output_error("cannot write", path_, errno);
}

}  // namespace hubcensus
