#include "host/report/read_manifest.hpp"

#include "host/report/json_file.hpp"

namespace hubcensus {
namespace {

Hardware hardware_of(const JsonPart& json) {
  Hardware hardware;
  hardware.cpu_model = json.text("cpu_model");
  hardware.logical_cores = json.count("logical_cores");
  hardware.memory_bytes = json.count("memory_bytes");
  hardware.os = json.text("os");
  hardware.threads_used = json.count("threads_used");
  return hardware;
}

StageTiming stage_of(const JsonPart& json) {
  return {json.text("name"),   json.number("seconds"), json.count("rows"),
          json.count("bytes"), json.text("path"),      json.count("threads")};
}

}  // namespace

RunManifest read_manifest(const std::filesystem::path& folder) {
  const JsonFile file(folder / kManifestName, "hubcensus");
  const JsonPart json = file.root();
  RunManifest manifest;
  manifest.version = json.text("version");
  manifest.started_at = json.text("started_at");
  manifest.records.read = json.part("records").count("read");
  manifest.records.counted = json.part("records").count("counted");
  manifest.hardware = hardware_of(json.part("hardware"));
  manifest.backend = json.text("backend");
  manifest.path = json.text("path");
  for (const JsonPart& stage : json.list("stages")) manifest.stages.push_back(stage_of(stage));
  manifest.wall_seconds = json.number("wall_seconds");
  manifest.peak_memory_bytes = json.count("peak_memory_bytes");
  manifest.peak_device_bytes = json.count("peak_device_bytes");
  return manifest;
}

}  // namespace hubcensus
