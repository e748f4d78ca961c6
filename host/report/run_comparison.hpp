// Runs of one job side by side: step by step, against the measured walls of their machine, and
// whether their tables are the same. A plain record; `hubcensus compare` prints it, and a report
// can show the JSON of an earlier one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/report/manifest.hpp"
#include "host/report/run_steps.hpp"

namespace hubcensus {

// Bytes a second; 0 where it was not measured or cannot be.
struct MeasuredWalls {
  double page_cache = 0;  // reading files that lie in the page cache
  double copy = 0;        // read and written, in the memory that the backend computes in
  double upload = 0;      // from pinned memory of the host to the device
};

struct ComparedRun {
  std::string name;     // of the backend, or the folder of a finished report
  std::string backend;  // the path that ran
  std::string machine;
  uint64_t threads = 0;
  RunSteps steps;
  double wall_seconds = 0;
  uint64_t peak_memory_bytes = 0;
  uint64_t peak_device_bytes = 0;
  MeasuredWalls walls;
};

struct LeftOutBackend {
  std::string name;
  std::string reason;
};

struct RunComparison {
  std::vector<ComparedRun> runs;
  std::vector<LeftOutBackend> left_out;
  int repeats = 1;  // of which times are medians
  uint64_t tables = 0;
  std::optional<std::string> difference;  // of the first run that differs from the first
};

// What a manifest tells; the walls are not known there.
ComparedRun compared_run(std::string name, const RunManifest& manifest);

// Medians of the times of several runs alike, the highest of their peaks. At least one.
ComparedRun median_run(const std::vector<ComparedRun>& runs);

// The wall of a step, in bytes a second; 0 where it has none.
double wall_of(const ComparedRun& run, Step step);

std::string to_text(const RunComparison& comparison);
std::string to_json(const RunComparison& comparison);

}  // namespace hubcensus
