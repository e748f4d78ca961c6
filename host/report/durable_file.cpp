#include "host/report/durable_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "host/report/output_step.hpp"
#include "host/report/partial_path.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& target) {
  return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

}  // namespace

void check_file_target(const fs::path& target, const char* flag, bool replaces) {
  if (!target.has_filename()) {
    throw Error(ErrorKind::usage, std::string(flag) + " wants the name of a file");
  }
  std::error_code error;
  const fs::file_status status = fs::symlink_status(target, error);
  if (!fs::exists(status)) return;
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorKind::usage,
                std::string(flag) + " names no regular file: '" + target.string() + "'");
  }
  if (!replaces) {
    throw Error(ErrorKind::usage, std::string(flag) + " names a file that is there: '" +
                                      target.string() + "'; --force replaces it");
  }
}

DurableFile::DurableFile(const fs::path& target, const char* flag, bool replaces)
    : target_(target), partial_(partial_path(target)), replaces_(replaces) {
  check_file_target(target_, flag, replaces_);
  std::error_code error;
  fs::create_directories(folder_of(target_), error);
  if (error) throw_output_error("cannot create", folder_of(target_), error.value());
  remove_stale_partials(target_);
  file_.emplace(partial_);
  lock_ = lock_partial(partial_);
}

DurableFile::~DurableFile() {
  if (!is_committed_) ::unlink(partial_.c_str());
  if (lock_ >= 0) ::close(lock_);
}

void DurableFile::commit() {
  if (!file_->is_closed()) file_->close();
  sync_path(partial_);
  output_step();
  // Where nothing may be replaced, a file that came meanwhile is not either.
  const unsigned flags = replaces_ ? 0 : RENAME_NOREPLACE;
  bool is_moved = ::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, target_.c_str(), flags) == 0;
  if (!is_moved && errno == EINVAL) {  // a file system without that flag
    is_moved = ::rename(partial_.c_str(), target_.c_str()) == 0;
  }
  if (!is_moved) throw_output_error("cannot move the file to", target_, errno);
  is_committed_ = true;
  sync_path(folder_of(target_));
}

}  // namespace hubcensus
