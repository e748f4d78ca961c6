#include "host/report/partial_path.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "host/report/output_file.hpp"
#include "host/report/output_step.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartialMark = ".partial-";

// Process id at the end of the name of a partial output of `target`; none for any other name.
std::optional<pid_t> partial_owner(const fs::path& path, const fs::path& target) {
  const std::string name = path.filename().string();
  const std::string prefix = target.filename().string().append(kPartialMark);
  if (name.size() <= prefix.size() || name.rfind(prefix, 0) != 0) return std::nullopt;
  pid_t pid = 0;
  const char* end = name.data() + name.size();
  const auto result = std::from_chars(name.data() + prefix.size(), end, pid);
  if (result.ec != std::errc{} || result.ptr != end || pid <= 0) return std::nullopt;
  return pid;
}

bool is_alive(pid_t pid) { return ::kill(pid, 0) == 0 || errno != ESRCH; }

// Whether the descriptor is still what the name says.
bool is_at(int descriptor, const fs::path& path) {
  struct stat opened{};
  struct stat named{};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

fs::path partial_path(const fs::path& target) {
  return target.string().append(kPartialMark).append(std::to_string(::getpid()));
}

int lock_partial(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return -1;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && is_at(descriptor, path)) return descriptor;
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

void remove_stale_partials(const fs::path& target) {
  std::vector<fs::path> stale;
  std::error_code ignored;
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end;
       it.increment(ignored)) {
    const std::optional<pid_t> pid = partial_owner(it->path(), target);
    if (pid && (*pid == ::getpid() || !is_alive(*pid))) stale.push_back(it->path());
  }
  for (const fs::path& path : stale) {
    // The process may live where its id means nothing here (another container): then its lock does.
    const int lock = lock_partial(path);
    if (lock < 0) continue;
    fs::remove_all(path, ignored);
    ::close(lock);
  }
}

void sync_path(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_output_error("cannot make durable", path, errno);
  output_step();
  const int error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (error != 0) throw_output_error("cannot make durable", path, error);
}

}  // namespace hubcensus
