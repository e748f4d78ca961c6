#include "host/bench/bench_text.hpp"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace hubcensus::bench {
namespace {

constexpr double kGiga = 1e9;

double rows_per_second(const Measurement& measurement, const Timing& timing) {
  return static_cast<double>(measurement.rows) / timing.work().median;
}

double bytes_per_second(const Measurement& measurement, const Timing& timing) {
  return static_cast<double>(measurement.bytes) / timing.work().median;
}

const char* cache_name(const Timing& timing) { return timing.is_cold ? "cold" : "warm"; }

template <typename... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

nlohmann::ordered_json json_of(const Seconds& seconds) {
  return {{"median_seconds", seconds.median}, {"spread_seconds", seconds.spread}};
}

nlohmann::ordered_json json_of(const Measurement& measurement, const MemoryRates& rates) {
  auto timings = nlohmann::ordered_json::array();
  for (const Timing& timing : measurement.timings) {
    nlohmann::ordered_json json = {{"caches", cache_name(timing)}, {"wall", json_of(timing.wall)}};
    if (timing.device) json["device"] = json_of(*timing.device);
    json["rows_per_second"] = rows_per_second(measurement, timing);
    json["bytes_per_second"] = bytes_per_second(measurement, timing);
    json["share_of_copy"] = bytes_per_second(measurement, timing) / rates.copy;
    timings.push_back(std::move(json));
  }
  return {{"operation", measurement.operation},
          {"backend", measurement.backend},
          {"rows", measurement.rows},
          {"bytes", measurement.bytes},
          {"timings", std::move(timings)}};
}

}  // namespace

std::string heading_of(const Results& results) {
  const MeasuredBackend& backend = results.backends.back();
  std::string text = results.backends.size() == 1 ? "" : "\n";
  text += backend.device.empty()
              ? formatted("backend %s: %s, %d threads\n", backend.name.c_str(),
                          results.hardware.cpu_model.c_str(), results.threads)
              : formatted("backend %s: %s\n", backend.name.c_str(), backend.device.c_str());
  text += formatted("memory copied: %.1f GB/s read and written", backend.rates.copy / kGiga);
  if (backend.rates.upload > 0) {
    text += formatted("; pinned memory to the device: %.1f GB/s", backend.rates.upload / kGiga);
  }
  return text + formatted("\n%-13s %-6s %13s %11s %8s %10s %9s %8s\n", "operation", "caches",
                          "rows", "median ms", "spread", "Mrows/s", "GB/s", "of copy");
}

std::string text_of(const Measurement& measurement, const MeasuredBackend& backend) {
  std::string text;
  for (const Timing& timing : measurement.timings) {
    const double bytes = bytes_per_second(measurement, timing);
    text += formatted("%-13s %-6s %13lld %11.3f %7.1f%% %10.1f %9.2f %7.1f%%\n",
                      measurement.operation.c_str(), cache_name(timing),
                      static_cast<long long>(measurement.rows), 1e3 * timing.work().median,
                      100 * timing.work().spread / timing.work().median,
                      rows_per_second(measurement, timing) / 1e6, bytes / kGiga,
                      100 * bytes / backend.rates.copy);
  }
  return text;
}

std::string json_of(const Results& results) {
  auto backends = nlohmann::ordered_json::array();
  auto measurements = nlohmann::ordered_json::array();
  for (const auto& [name, device, rates] : results.backends) {
    backends.push_back({{"name", name},
                        {"device", device},
                        {"copy_bytes_per_second", rates.copy},
                        {"upload_bytes_per_second", rates.upload}});
    for (const Measurement& measurement : results.measurements) {
      if (measurement.backend == name) measurements.push_back(json_of(measurement, rates));
    }
  }
  const nlohmann::ordered_json json = {{"program", "hubcensus " HUBCENSUS_VERSION},
                                       {"cpu_model", results.hardware.cpu_model},
                                       {"os", results.hardware.os},
                                       {"threads", results.threads},
                                       {"backends", std::move(backends)},
                                       {"measurements", std::move(measurements)}};
  return json.dump(2) + "\n";
}

}  // namespace hubcensus::bench
