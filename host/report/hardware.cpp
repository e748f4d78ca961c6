#include "host/report/hardware.hpp"

#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>

namespace hubcensus {
namespace {

// The value of the first line "KEY <separator> VALUE" of a text file, without quotes around it.
std::string first_value(const char* path, std::string_view key, char separator) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.rfind(key, 0) != 0) continue;
    const size_t split = line.find(separator);
    const size_t begin =
        split == std::string::npos ? split : line.find_first_not_of(" \t\"", split + 1);
    if (begin == std::string::npos) continue;
    return line.substr(begin, line.find_last_not_of(" \t\"") + 1 - begin);
  }
  return {};
}

uint64_t usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return static_cast<uint64_t>(CPU_COUNT(&set));
  return std::thread::hardware_concurrency();  // over 1024 cores the fixed set is too small
}

}  // namespace

Hardware detect_hardware() {
  Hardware hardware;
  utsname system{};
  const bool has_system = uname(&system) == 0;
  hardware.cpu_model = first_value("/proc/cpuinfo", "model name", ':');
  if (hardware.cpu_model.empty() && has_system) hardware.cpu_model = system.machine;
  hardware.logical_cores = usable_cores();
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_bytes = sysconf(_SC_PAGESIZE);
  if (pages > 0 && page_bytes > 0) {
    hardware.memory_bytes = static_cast<uint64_t>(pages) * static_cast<uint64_t>(page_bytes);
  }
  hardware.os = first_value("/etc/os-release", "PRETTY_NAME", '=');
  if (has_system) {
    if (!hardware.os.empty()) hardware.os += ", ";
    hardware.os += std::string(system.sysname) + " " + system.release;
  }
  return hardware;
}

// getrusage() would not do: what the process held before it became this program, which is what its
// parent held, counts there too.
uint64_t peak_memory_bytes() {
  constexpr std::string_view kName = "VmHWM:";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(kName)) return std::stoull(line.substr(kName.size())) * 1024;  // kB
  }
  return 0;
}

void reset_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5"; }

}  // namespace hubcensus
