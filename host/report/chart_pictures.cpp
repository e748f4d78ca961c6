#include "host/report/chart_pictures.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>
#include <thread>
#include <utility>

#include "host/interrupt.hpp"
#include "host/report/html/page_assets.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

std::string find_python() {
  if (const char* named = std::getenv("HUBCENSUS_PYTHON"); named != nullptr && *named != '\0') {
    return named;
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path beside = program.parent_path().parent_path() / ".venv" / "bin" / "python";
  if (!error && fs::exists(beside, error)) return beside.string();
  return "python3";
}

// What the process writes: its messages to stderr, or nothing at all.
class Streams {
 public:
  explicit Streams(bool is_silent) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (is_silent) {
      posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
  }
  ~Streams() { posix_spawn_file_actions_destroy(&actions_); }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// Its exit code, as a shell tells it. A signal to this program ends the process too.
int wait_for(pid_t process) {
  int status = 0;
  try {
    while (waitpid(process, &status, WNOHANG) == 0) {
      check_interrupted();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    check_interrupted();  // Ctrl-C reaches both, and may end the other first
  } catch (const Interrupted&) {
    kill(process, SIGKILL);
    waitpid(process, &status, 0);
    throw;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run_script(const std::string& python, const std::vector<std::string>& arguments,
               bool is_silent) {
  std::vector<std::string> words = {python, "-c", std::string(kChartScript.text)};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const Streams streams(is_silent);
  pid_t process = 0;
  const int error =
      posix_spawnp(&process, python.c_str(), streams.get(), nullptr, pointers.data(), environ);
  if (error != 0) {
    throw Error(ErrorKind::backend, "--charts needs Python, and it cannot be run: '" + python +
                                        "': " + std::system_category().message(error) +
                                        "; HUBCENSUS_PYTHON names one that has vl-convert-python");
  }
  return wait_for(process);
}

// Those codes of the script that are not the program's own fault.
ErrorKind kind_of(int code) {
  if (code == static_cast<int>(ErrorKind::limit)) return ErrorKind::limit;
  if (code == static_cast<int>(ErrorKind::output)) return ErrorKind::output;
  return ErrorKind::backend;
}

}  // namespace

ChartPictures::ChartPictures(std::vector<std::string> formats) : formats_(std::move(formats)) {
  if (formats_.empty()) return;
  python_ = find_python();
  if (run_script(python_, {"--check"}, /*is_silent=*/true) == 0) return;
  throw Error(ErrorKind::backend,
              "--charts needs a Python that has vl-convert-python, and '" + python_ +
                  "' has it not; HUBCENSUS_PYTHON names another, scripts/setup.sh makes one in "
                  ".venv");
}

void ChartPictures::draw(const fs::path& report) const {
  std::string list;
  for (const std::string& format : formats_) list += (list.empty() ? "" : ",") + format;
  const int code = run_script(python_, {report.string(), "--format", list}, /*is_silent=*/false);
  if (code == 0) return;
  throw Error(kind_of(code), "the pictures of the charts could not be made: '" + python_ +
                                 "' ended with " + std::to_string(code) +
                                 "; without --charts the report is written all the same");
}

}  // namespace hubcensus
