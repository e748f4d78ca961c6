#include "host/job/options_of_rank.hpp"

#include <sched.h>

#include <algorithm>
#include <filesystem>

#include "host/ingest/text/mapped_file.hpp"
#include "host/job/memory_limit.hpp"
#include "host/job/thread_count.hpp"
#include "kernels/backend.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

void check_all_can_read(const ReportOptions& options) {
  std::vector<std::string> inputs = options.downloads;
  inputs.insert(inputs.end(), options.files_from.begin(), options.files_from.end());
  for (const auto* input : {&options.models, &options.accounts}) {
    if (*input) inputs.push_back(**input);
  }
  if (std::find(inputs.begin(), inputs.end(), kStandardInput) == inputs.end()) return;
  throw Error(ErrorKind::usage,
              "standard input ('-') goes to one process, and each rank reads all inputs: name a "
              "file");
}

// The processors that the launcher bound the rank to, or its part of all.
int threads_of_rank(const Ranks& ranks) {
  const int all = thread_count(0);
  cpu_set_t bound;
  CPU_ZERO(&bound);
  const bool is_known = ::sched_getaffinity(0, sizeof(bound), &bound) == 0;
  if (is_known && CPU_COUNT(&bound) < all) return CPU_COUNT(&bound);
  return std::max(1, all / ranks.local_size());
}

// Where a job gives each rank a device, each sees one; else each takes its own of those it sees.
int device_of_rank(const ReportOptions& options, const Ranks& ranks) {
  const int devices = options.backend == "cpu" ? 0 : cuda_devices();
  return devices > 1 ? (options.device + ranks.local_rank()) % devices : options.device;
}

}  // namespace

ReportOptions options_of_rank(ReportOptions options, const Ranks& ranks) {
  if (ranks.is_alone()) return options;
  check_all_can_read(options);
  options.shard = ranks.rank() + 1;
  options.shards = ranks.size();
  options.device = device_of_rank(options, ranks);
  if (options.threads == 0) options.threads = threads_of_rank(ranks);
  if (options.memory_limit == 0) {
    options.memory_limit = default_memory_limit() / ranks.local_size();
  }
  if (!options.checkpoint.empty()) {
    const std::string folder = "rank-" + std::to_string(ranks.rank());
    options.checkpoint = (std::filesystem::path(options.checkpoint) / folder).string();
  }
  return options;
}

}  // namespace hubcensus
