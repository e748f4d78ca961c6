#include "host/ingest/text/mapped_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "host/interrupt.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::missing_input, "cannot open " + path + ": " + reason);
}

std::string last_system_error() { return std::generic_category().message(errno); }

[[noreturn]] void refuse_spool(const std::string& folder) {
  throw Error(ErrorKind::limit, "cannot keep standard input in a temporary file in " + folder +
                                    ": " + last_system_error() + "; TMPDIR names another folder");
}

void write_all(int file, const char* begin, size_t size, const std::string& folder) {
  while (size > 0) {
    const ssize_t written = ::write(file, begin, size);
    if (written < 0 && errno != EINTR) refuse_spool(folder);
    if (written < 0) continue;
    begin += written;
    size -= static_cast<size_t>(written);
  }
}

// Of a pipe that does not block. Wakes up now and then: a signal may have come before the wait.
void wait_for_standard_input() {
  constexpr int kMilliseconds = 200;
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (::poll(&input, 1, kMilliseconds) < 0 && errno != EINTR) {
    refuse("standard input", last_system_error());
  }
}

// All of standard input in a file without a name, gone with the process.
int spool_standard_input() {
  if (::isatty(STDIN_FILENO) != 0) {
    throw Error(ErrorKind::usage, "standard input is a terminal: '-' wants a file or a pipe");
  }
  const char* variable = std::getenv("TMPDIR");
  const std::string folder = variable != nullptr && *variable != '\0' ? variable : "/tmp";
  std::string name = folder + "/hubcensus-XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) refuse_spool(folder);
  ::unlink(name.c_str());
  std::vector<char> buffer(size_t{1} << 20);
  for (;;) {
    check_interrupted();
    const ssize_t read = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (read == 0) return file;
    if (read < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      wait_for_standard_input();
      continue;
    }
    if (read < 0 && errno != EINTR) refuse("standard input", last_system_error());
    if (read > 0) write_all(file, buffer.data(), static_cast<size_t>(read), folder);
  }
}

int open_file(const std::string& path) {
  if (path == kStandardInput) {
    static const int spool = spool_standard_input();
    return ::fcntl(spool, F_DUPFD_CLOEXEC, 0);
  }
  // Not blocking: opening a pipe that nobody writes to would wait for ever.
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

}  // namespace

MappedFile::MappedFile(const std::string& path) {
  const Descriptor file(open_file(path));
  if (file.number() < 0) refuse(path, last_system_error());
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) refuse(path, last_system_error());
  if (S_ISDIR(status.st_mode)) refuse(path, "it is a directory, not a file");
  if (S_ISFIFO(status.st_mode)) {
    refuse(path, "it is a pipe; only standard input may be one, as '-'");
  }
  if (!S_ISREG(status.st_mode)) refuse(path, "it is no regular file");
  if (status.st_size == 0) return;
  const auto size = static_cast<size_t>(status.st_size);
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (address == MAP_FAILED) refuse(path, last_system_error());
  ::madvise(address, size, MADV_SEQUENTIAL);
  bytes_ = {static_cast<const char*>(address), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

void MappedFile::release(std::string_view part) const {
  // Whole pages alone; the rest goes with its neighbours. A page given back in vain is read again.
  const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = static_cast<size_t>(part.data() - bytes_.data());
  const size_t first = (begin + page - 1) / page * page;
  const size_t last = (begin + part.size()) / page * page;
  if (first >= last) return;
  ::madvise(const_cast<char*>(bytes_.data()) + first, last - first, MADV_DONTNEED);
}

}  // namespace hubcensus
