#include "host/report/output_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include "host/report/manifest.hpp"
#include "host/report/output_file.hpp"
#include "host/report/output_step.hpp"
#include "host/report/partial_path.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorKind::usage, message); }

// Files first, then the folders that name them, the outermost last.
void sync_tree(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;  // what cannot be looked at cannot be opened either
    it->is_directory(ignored) ? sync_tree(it->path()) : sync_path(it->path());
  }
  if (error) throw_output_error("cannot read", folder, error.value());
  sync_path(folder);
}

bool exchange_folders(const fs::path& a, const fs::path& b) {
  return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

bool is_empty_folder(const fs::path& path) {
  std::error_code error;
  const bool is_empty = fs::is_empty(path, error);
  if (error) throw_output_error("cannot read", path, error.value());
  return is_empty;
}

fs::path resolved_target(const fs::path& dir) {
  if (dir.empty()) refuse("--out needs the name of a folder");
  std::error_code error;
  fs::path target = fs::absolute(dir, error);
  if (!error) target = fs::weakly_canonical(target, error);
  if (error) throw_output_error("cannot resolve", dir, error.value());
  if (!target.has_filename()) target = target.parent_path();  // "report/"
  if (!target.has_filename()) refuse("--out cannot be the root folder; name a folder inside it");
  return target;
}

// A mount point can be neither replaced nor renamed onto.
bool is_mount_point(const fs::path& dir) {
  struct stat own {};
  struct stat parent {};
  return ::stat(dir.c_str(), &own) == 0 && ::stat(dir.parent_path().c_str(), &parent) == 0 &&
         own.st_dev != parent.st_dev;
}

// Whether there is a report to replace; throws Error(usage) where the target is refused.
bool check_target(const fs::path& target, bool force) {
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  const std::string name = target.string();
  if (fs::is_symlink(fs::symlink_status(target, error))) {
    refuse("--out is a link to nowhere: " + name);  // any other link was resolved
  }
  if (!fs::exists(status)) return false;
  if (!fs::is_directory(status)) refuse("--out names no folder: " + name);
  if (is_mount_point(target)) {
    refuse("--out is a mount point: " + name + "; name a folder inside it");
  }
  if (is_empty_folder(target)) return false;
  if (!is_hubcensus_report(target)) {
    refuse("--out is not empty and holds no hubcensus report: " + name +
           "; it will not be replaced, name another folder");
  }
  if (!force) {
    refuse("--out holds a report: " + name +
           "; pass --force to replace it, or name another folder");
  }
  return true;
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& dir, bool force)
    : target_(resolved_target(dir)), replaces_(check_target(target_, force)) {
  std::error_code error;
  fs::create_directories(target_.parent_path(), error);
  if (error) throw_output_error("cannot create", target_.parent_path(), error.value());
  remove_stale_partials(target_);
  partial_ = partial_path(target_);
  make_partial();
  try {
    if (replaces_) check_exchange();
  } catch (...) {
    fs::remove_all(partial_, error);
    ::close(lock_);
    throw;
  }
}

OutputFolder::~OutputFolder() {
  if (lock_ < 0) return;
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
  ::close(lock_);
}

void OutputFolder::make_partial() {
  if (::mkdir(partial_.c_str(), 0777) != 0) throw_output_error("cannot create", partial_, errno);
  Descriptor folder(partial_, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (folder.get() < 0) throw_output_error("cannot open", partial_, errno);
  // A file system without locks still takes a report; only its leftovers stay. Held by another
  // means that a run which cannot see this process took the new folder for a stale one.
  if (::flock(folder.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw Error(ErrorKind::output,
                "another run took the folder " + partial_.string() + "; try again");
  }
  lock_ = folder.release();
}

void OutputFolder::check_exchange() const {
  const fs::path a = partial_ / "a";
  const fs::path b = partial_ / "b";
  for (const fs::path& path : {a, b}) {
    if (::mkdir(path.c_str(), 0777) != 0) throw_output_error("cannot create", path, errno);
  }
  if (!exchange_folders(a, b)) {
    throw Error(ErrorKind::output,
                "--force cannot exchange folders atomically on the file system of " +
                    target_.string() + ": " + std::strerror(errno) + "; name a new folder");
  }
  ::rmdir(a.c_str());
  ::rmdir(b.c_str());
}

void OutputFolder::commit() {
  if (lock_ < 0) throw Error(ErrorKind::internal, "the output folder was committed before");
  sync_tree(partial_);
  // The target may have changed since it was checked. rename() itself refuses a folder that is no
  // longer empty; that the report is still one is looked at again.
  if (replaces_ && !is_hubcensus_report(target_)) {
    throw Error(ErrorKind::output, "--out no longer holds a hubcensus report: " + target_.string() +
                                       "; it was not replaced");
  }
  output_step();
  const bool is_moved = replaces_ ? exchange_folders(partial_, target_)
                                  : ::rename(partial_.c_str(), target_.c_str()) == 0;
  if (!is_moved) throw_output_error("cannot move the report to", target_, errno);
  ::close(std::exchange(lock_, -1));
  sync_path(target_.parent_path());
  // The old report now bears the partial name. Should its removal fail, the next run tries again.
  std::error_code ignored;
  if (replaces_) fs::remove_all(partial_, ignored);
}

}  // namespace hubcensus
