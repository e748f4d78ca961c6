#include "host/job/memory_limit.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

namespace hubcensus {
namespace {

std::optional<int64_t> control_group_limit() {
  std::ifstream file("/sys/fs/cgroup/memory.max");
  int64_t bytes = 0;
  if (file >> bytes && bytes > 0) return bytes;  // "max" is no number: no limit
  return std::nullopt;
}

std::optional<int64_t> slurm_limit() {
  const char* text = std::getenv("SLURM_MEM_PER_NODE");
  const int64_t mebibytes = text == nullptr ? 0 : std::atoll(text);
  return mebibytes > 0 ? std::optional(mebibytes << 20) : std::nullopt;
}

}  // namespace

int64_t default_memory_limit() {
  int64_t bytes = int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
  for (const auto& limit : {control_group_limit(), slurm_limit()}) {
    if (limit) bytes = std::min(bytes, *limit);
  }
  return bytes / 5 * 4;
}

}  // namespace hubcensus
