#include "host/report/run_steps.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

// How the rows of stages make up those of their step.
enum class Rows : uint8_t {
  each,   // every stage sees rows of its own
  same,   // all see the same
  other,  // they are not what the step is about
};

struct NamedStep {
  std::string_view prefix;  // of the stage's name
  Step step;
  Rows rows;
};
// The first that fits.
constexpr std::array kStages = {
    NamedStep{"read and fold records", Step::records, Rows::same},
    NamedStep{"merge and renumber", Step::records, Rows::other},
    NamedStep{"decode records", Step::decode, Rows::same},
    NamedStep{"stage records", Step::stage, Rows::same},
    NamedStep{"copy ", Step::copy, Rows::same},
    NamedStep{"fold ", Step::fold, Rows::same},
    NamedStep{"read ", Step::read, Rows::each},
    NamedStep{"build catalogue", Step::read, Rows::other},
    NamedStep{"open records", Step::read, Rows::other},
    NamedStep{"lineage", Step::statistics, Rows::other},
    NamedStep{"statistics", Step::statistics, Rows::same},
    NamedStep{"table ", Step::statistics, Rows::other},
    NamedStep{"write ", Step::write, Rows::same},
    NamedStep{"", Step::other, Rows::other},
};

const NamedStep& named_step(std::string_view stage) {
  return *std::find_if(kStages.begin(), kStages.end(),
                       [&](const NamedStep& named) { return stage.starts_with(named.prefix); });
}

constexpr std::array<std::string_view, kSteps> kNames = {
    "read", "records", "decode", "stage", "copy", "fold", "statistics", "write", "other"};

void add(StepTime& time, const NamedStep& named, const StageTiming& stage) {
  if (stage.threads > 1) time.thread_seconds += stage.seconds;
  time.seconds += stage.seconds / static_cast<double>(std::max<uint64_t>(1, stage.threads));
  if (named.rows == Rows::each) time.rows += stage.rows;
  if (named.rows == Rows::same) time.rows = std::max(time.rows, stage.rows);
  const bool adds_up = named.step == Step::read || named.step == Step::write;
  time.bytes = adds_up ? time.bytes + stage.bytes : std::max(time.bytes, stage.bytes);
}

}  // namespace

std::string_view step_name(Step step) { return kNames[static_cast<size_t>(step)]; }

bool is_part_of_records(Step step) {
  return step == Step::decode || step == Step::stage || step == Step::copy || step == Step::fold;
}

Step step_of(std::string_view stage) { return named_step(stage).step; }

RunSteps steps_of(const RunManifest& manifest) {
  RunSteps steps;
  for (const StageTiming& stage : manifest.stages) {
    const NamedStep& named = named_step(stage.name);
    add(steps[static_cast<size_t>(named.step)], named, stage);
  }
  return steps;
}

}  // namespace hubcensus
