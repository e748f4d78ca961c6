#include "host/pack/scratch_rows.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

[[noreturn]] void refuse(const std::string& what, const std::filesystem::path& folder, int error) {
  const bool is_full = error == ENOSPC || error == EDQUOT;
  throw Error(is_full ? ErrorKind::limit : ErrorKind::output,
              what + " " + folder.string() + ": " + std::strerror(error) +
                  "; free space there, name another folder with --temp-dir, or raise "
                  "--memory-limit");
}

}  // namespace

ScratchRows::ScratchRows(const std::filesystem::path& folder) : folder_(folder) {
  std::string name = (folder / "hubcensus-XXXXXX").string();
  descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor_ < 0) refuse("cannot create a scratch file in", folder_, errno);
  ::unlink(name.c_str());
}

ScratchRows::~ScratchRows() {
  if (mapped_ != nullptr) ::munmap(const_cast<PackedRow*>(mapped_), rows_ * sizeof(PackedRow));
  ::close(descriptor_);
}

void ScratchRows::append(std::span<const PackedRow> rows) {
  const auto* bytes = reinterpret_cast<const char*>(rows.data());
  for (size_t left = rows.size_bytes(); left > 0;) {
    const ssize_t written = ::write(descriptor_, bytes, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse("cannot write a scratch file in", folder_, errno);
    bytes += written;
    left -= static_cast<size_t>(written);
  }
  rows_ += rows.size();
}

void ScratchRows::map() {
  if (rows_ == 0) return;
  void* const address =
      ::mmap(nullptr, rows_ * sizeof(PackedRow), PROT_READ, MAP_PRIVATE, descriptor_, 0);
  if (address == MAP_FAILED) refuse("cannot read a scratch file in", folder_, errno);
  mapped_ = static_cast<const PackedRow*>(address);
}

void ScratchRows::release(size_t first, size_t last) const {
  const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  const size_t begin = (first * sizeof(PackedRow) + page - 1) / page * page;
  const size_t end = last * sizeof(PackedRow) / page * page;
  if (begin >= end) return;
  auto* const bytes = reinterpret_cast<char*>(const_cast<PackedRow*>(mapped_));
  ::madvise(bytes + begin, end - begin, MADV_DONTNEED);
}

}  // namespace hubcensus
