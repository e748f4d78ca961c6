#include "host/report/read_runtimes.hpp"

#include "host/report/json_file.hpp"

namespace hubcensus {

std::vector<BackendTimes> read_runtimes(const std::filesystem::path& path) {
  const JsonFile file(path, "hubcensus_compare");
  const JsonPart json = file.root();
  std::vector<BackendTimes> backends;
  for (const JsonPart& run : json.list("runs")) {
    BackendTimes& times = backends.emplace_back();
    times.name = run.text("name");
    times.machine = run.text("machine");
    times.threads = run.count("threads");
    for (const JsonPart& step : run.list("steps")) {
      times.seconds[step.text("name")] = step.number("seconds");
    }
    times.seconds["all"] = run.number("wall_seconds");
  }
  return backends;
}

}  // namespace hubcensus
