#include "host/report/run_steps.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

struct NamedStep {
  std::string_view prefix;  // of the stage's name
  Step step;
};
// The first that fits.
constexpr std::array kStages = {
    NamedStep{"read and fold records", Step::records},
    NamedStep{"merge and renumber", Step::records},
    NamedStep{"decode records", Step::decode},
    NamedStep{"copy ", Step::copy},
    NamedStep{"fold ", Step::fold},
    NamedStep{"read ", Step::read},
    NamedStep{"build catalogue", Step::read},
    NamedStep{"open records", Step::read},
    NamedStep{"lineage", Step::statistics},
    NamedStep{"statistics", Step::statistics},
    NamedStep{"table ", Step::statistics},
    NamedStep{"write ", Step::write},
};

constexpr std::array<std::string_view, kSteps> kNames = {
    "read", "records", "decode", "copy", "fold", "statistics", "write", "other"};

// Stages of one step that see the same rows, such as all files that are written, tell them once.
void add(StepTime& time, Step step, const StageTiming& stage) {
  if (stage.threads > 1) time.thread_seconds += stage.seconds;
  time.seconds += stage.seconds / static_cast<double>(std::max<uint64_t>(1, stage.threads));
  const bool has_inputs = step == Step::read && stage.bytes > 0;
  time.rows = has_inputs ? time.rows + stage.rows : std::max(time.rows, stage.rows);
  const bool adds_up = step == Step::read || step == Step::write;
  time.bytes = adds_up ? time.bytes + stage.bytes : std::max(time.bytes, stage.bytes);
}

}  // namespace

std::string_view step_name(Step step) { return kNames[static_cast<size_t>(step)]; }

bool is_part_of_records(Step step) {
  return step == Step::decode || step == Step::copy || step == Step::fold;
}

Step step_of(std::string_view stage) {
  const auto found = std::find_if(kStages.begin(), kStages.end(), [&](const NamedStep& named) {
    return stage.starts_with(named.prefix);
  });
  return found == kStages.end() ? Step::other : found->step;
}

RunSteps steps_of(const RunManifest& manifest) {
  RunSteps steps;
  for (const StageTiming& stage : manifest.stages) {
    const Step step = step_of(stage.name);
    add(steps[static_cast<size_t>(step)], step, stage);
  }
  return steps;
}

}  // namespace hubcensus
