#include "host/bench/measure.hpp"

#include <algorithm>
#include <chrono>

#include "host/interrupt.hpp"

namespace hubcensus::bench {
namespace {

Timing time_runs(Operation& operation, Backend& backend, const Options& options, bool cold) {
  std::vector<double> wall;
  std::vector<double> device;
  for (int i = 0; i < options.repetitions; ++i) {
    check_interrupted();
    operation.restore();
    if (cold) backend.evict_caches();
    const auto begin = std::chrono::steady_clock::now();
    operation.run();
    wall.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    if (const auto seconds = operation.device_seconds()) device.push_back(*seconds);
  }
  Timing timing{cold, summary_of(std::move(wall)), std::nullopt};
  if (!device.empty()) timing.device = summary_of(std::move(device));
  return timing;
}

}  // namespace

Seconds summary_of(std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const size_t last = seconds.size() - 1;
  const size_t upper = (3 * last + 3) / 4;
  return {seconds[last / 2], seconds[upper] - seconds[last / 4]};
}

Measurement measure(const NamedOperation& named, Backend& backend, const Options& options) {
  const auto operation = named.make(backend, options);
  if (!operation->is_right()) {
    throw Error(ErrorKind::internal, "the result of operation '" + std::string(named.name) +
                                         "' on backend '" + std::string(backend.name()) +
                                         "' is wrong; nothing was timed");
  }
  Measurement measurement{std::string(named.name),
                          std::string(backend.name()),
                          operation->rows(),
                          operation->bytes(),
                          {}};
  for (const bool cold : {true, false}) {
    measurement.timings.push_back(time_runs(*operation, backend, options, cold));
  }
  return measurement;
}

}  // namespace hubcensus::bench
