#include "host/bench/bench.hpp"

#include <tbb/global_control.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "host/bench/bench_text.hpp"
#include "host/bench/measure.hpp"
#include "host/console/console.hpp"
#include "host/report/hardware.hpp"
#include "host/report/output_file.hpp"

namespace hubcensus::bench {
namespace {

// Host memory that the largest operations hold by row and by model: their data, what a fold keeps
// (12 months, or 52 weeks of 4 bytes), and what checks them.
constexpr int64_t kBytesOfRow = 64;
constexpr int64_t kBytesOfModel = 256;

std::vector<NamedOperation> all_operations() {
  std::vector<NamedOperation> all = fold_operations();
  for (const auto* more : {&statistics_operations(), &sort_operations()}) {
    all.insert(all.end(), more->begin(), more->end());
  }
  return all;
}

std::vector<NamedOperation> chosen_operations(const Options& options) {
  const std::vector<NamedOperation> all = all_operations();
  if (options.operations.empty()) return all;
  std::vector<NamedOperation> chosen;
  for (const std::string& name : options.operations) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const NamedOperation& operation) {
      return operation.name == name;
    });
    if (found == all.end()) {
      std::string known;
      for (const NamedOperation& each : all) {
        known += (known.empty() ? "" : ", ") + std::string(each.name);
      }
      throw Error(ErrorKind::usage,
                  "there is no operation '" + name + "' in --operation; there are " + known);
    }
    chosen.push_back(*found);
  }
  return chosen;
}

// Of `all` a device that cannot be used is left out, and standard error says why; a fault of one
// that can is an error.
std::vector<std::unique_ptr<Backend>> chosen_backends(const Options& options) {
  std::vector<std::unique_ptr<Backend>> backends;
  if (options.backend != "cuda") backends.push_back(make_cpu_backend());
  if (options.backend == "cpu") return backends;
  try {
    backends.push_back(make_cuda_backend(options.device));
  } catch (const Error& error) {
    if (options.backend == "cuda" || error.kind() != ErrorKind::backend) throw;
    say("left out: " + std::string(error.what()));
  }
  return backends;
}

// Now, not when all is done.
void check_is_new(const std::string& file) {
  if (!file.empty() && std::filesystem::exists(file)) {
    throw_output_error("cannot create", file, EEXIST);
  }
}

void check_memory(const Options& options) {
  const auto memory = static_cast<int64_t>(detect_hardware().memory_bytes);
  const int64_t wanted = options.rows * kBytesOfRow + options.models * kBytesOfModel;
  if (memory == 0 || wanted <= memory) return;
  throw Error(ErrorKind::limit, "the benchmark wants up to " + std::to_string(kBytesOfRow) +
                                    " bytes a row and " + std::to_string(kBytesOfModel) +
                                    " a model, " + std::to_string(wanted) +
                                    " in all, the machine has " + std::to_string(memory) +
                                    " bytes; lower --rows or --models");
}

}  // namespace

void run_bench(const Options& options) {
  const std::vector<NamedOperation> operations = chosen_operations(options);
  check_memory(options);
  check_is_new(options.json);
  Results results;
  results.hardware = detect_hardware();
  results.threads =
      options.threads > 0 ? options.threads : static_cast<int>(results.hardware.logical_cores);
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism,
                                    static_cast<size_t>(results.threads));
  for (const auto& backend : chosen_backends(options)) {
    results.backends.push_back({std::string(backend->name()), std::string(backend->device_name()),
                                backend->measure_memory_rates()});
    std::fputs(heading_of(results).c_str(), stdout);
    for (const NamedOperation& operation : operations) {
      results.measurements.push_back(measure(operation, *backend, options));
      std::fputs(text_of(results.measurements.back(), results.backends.back()).c_str(), stdout);
      std::fflush(stdout);
    }
  }
  if (options.json.empty()) return;
  OutputFile file(options.json);
  file.write(json_of(results));
  file.close();
}

}  // namespace hubcensus::bench
