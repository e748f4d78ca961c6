// The stages of a run's manifest, summed into the few steps that every backend has, so that runs of
// different backends and machines stand side by side.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "host/report/manifest.hpp"

namespace hubcensus {

enum class Step : uint8_t {
  read,     // all inputs but the records
  records,  // decode, copy and fold, which overlap, and the merge: by the clock
  decode,   // files are mapped: reading them is part of decoding
  stage,    // handing records to a device: into pinned buffers
  copy,     // from there to the device
  fold,
  statistics,  // with lineage and all tables
  write,
  other,  // what is none of them
};
inline constexpr size_t kSteps = 9;

std::string_view step_name(Step step);
// Whether it overlaps with others inside of `records`.
bool is_part_of_records(Step step);
Step step_of(std::string_view stage);

struct StepTime {
  double seconds = 0;         // processor time: as if it were spread evenly over the threads
  double thread_seconds = 0;  // summed over the threads; 0 for what the clock alone tells
  uint64_t rows = 0;
  uint64_t bytes = 0;
};

using RunSteps = std::array<StepTime, kSteps>;  // [Step]

RunSteps steps_of(const RunManifest& manifest);

}  // namespace hubcensus
