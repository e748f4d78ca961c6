#include "host/report/run_comparison.hpp"

#include <algorithm>

#include "host/report/summary/number_text.hpp"
#include "host/report/summary/text_grid.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

// Three digits or so, in the unit that suits.
std::string rate_text(double per_second, double unit, int digits) {
  return per_second > 0 ? fixed_text(per_second / unit, digits) : kNoNumber;
}

std::string gigabytes(double bytes) { return rate_text(bytes, 1e9, 2); }

double rate(uint64_t amount, double seconds) {
  return seconds > 0 ? static_cast<double>(amount) / seconds : 0;
}

std::string label(Step step) {
  return (is_part_of_records(step) ? "  " : "") + std::string(step_name(step));
}

std::string heading(const ComparedRun& run) {
  std::string text = terminal_text(run.name);
  if (run.name != run.backend) text += " (" + terminal_text(run.backend) + ")";
  return text + ": " + terminal_text(run.machine) + ", " + std::to_string(run.threads) +
         (run.threads == 1 ? " thread" : " threads");
}

std::string walls_text(const MeasuredWalls& walls) {
  std::string text;
  const auto add = [&](const char* name, double bytes) {
    if (bytes > 0) text += (text.empty() ? "" : ", ") + std::string(name) + gigabytes(bytes);
  };
  add("page cache ", walls.page_cache);
  add("memory copy ", walls.copy);
  add("upload ", walls.upload);
  return text.empty() ? text : "  measured walls, GB/s: " + text + "\n";
}

void add_step(const ComparedRun& run, Step step, TextGrid& grid) {
  const StepTime& time = run.steps[static_cast<size_t>(step)];
  if (time.seconds <= 0) return;
  const double bytes = rate(time.bytes, time.seconds);
  const double wall = wall_of(run, step);
  grid.add({label(step), fixed_text(time.seconds, 3),
            time.rows > 0 ? with_separators(u128{time.rows}) : kNoNumber,
            rate_text(rate(time.rows, time.seconds), 1e6, 2), gigabytes(bytes),
            percent_text(wall > 0 && bytes > 0 ? std::optional(bytes / wall) : std::nullopt)});
}

std::string run_text(const ComparedRun& run) {
  TextGrid grid({"step", "seconds", "rows", "Mrows/s", "GB/s", "of the wall"}, 1);
  for (size_t i = 0; i < kSteps; ++i) add_step(run, static_cast<Step>(i), grid);
  grid.add({"all", fixed_text(run.wall_seconds, 3), kNoNumber, kNoNumber, kNoNumber, kNoNumber});
  std::string text = heading(run) + "\n" + walls_text(run.walls) + grid.text();
  text += "  peak memory: host " + gigabytes(static_cast<double>(run.peak_memory_bytes)) + " GB";
  if (run.peak_device_bytes > 0) {
    text += ", device " + gigabytes(static_cast<double>(run.peak_device_bytes)) + " GB";
  }
  return text + "\n";
}

// Seconds of the first run over those of each other.
std::string ratios_text(const std::vector<ComparedRun>& runs) {
  std::vector<std::string> headers = {"times as fast as the first"};
  for (size_t i = 1; i < runs.size(); ++i) {
    headers.push_back(std::filesystem::path(runs[i].name).filename().string());
  }
  TextGrid grid(headers, 1);
  const auto add = [&](const std::string& name, auto seconds) {
    std::vector<std::string> cells = {name};
    bool any = false;
    for (size_t i = 1; i < runs.size(); ++i) {
      const double own = seconds(runs[i]);
      const double first = seconds(runs.front());
      const bool known = own > 0 && first > 0;
      any = any || known;
      cells.push_back(known ? fixed_text(first / own, 2) : kNoNumber);
    }
    if (any) grid.add(cells);
  };
  for (size_t i = 0; i < kSteps; ++i) {
    add(label(static_cast<Step>(i)), [&](const ComparedRun& run) { return run.steps[i].seconds; });
  }
  add("all", [](const ComparedRun& run) { return run.wall_seconds; });
  return grid.text();
}

template <typename Get>
double median(const std::vector<ComparedRun>& runs, Get get) {
  std::vector<double> values;
  for (const ComparedRun& run : runs) values.push_back(get(run));
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

ComparedRun compared_run(std::string name, const RunManifest& manifest) {
  ComparedRun run;
  run.name = std::move(name);
  run.backend = manifest.path;
  run.machine = manifest.hardware.cpu_model;
  run.threads = manifest.hardware.threads_used;
  run.steps = steps_of(manifest);
  run.wall_seconds = manifest.wall_seconds;
  run.peak_memory_bytes = manifest.peak_memory_bytes;
  run.peak_device_bytes = manifest.peak_device_bytes;
  return run;
}

ComparedRun median_run(const std::vector<ComparedRun>& runs) {
  ComparedRun result = runs.front();
  for (size_t i = 0; i < kSteps; ++i) {
    StepTime& time = result.steps[i];
    time.seconds = median(runs, [&](const ComparedRun& run) { return run.steps[i].seconds; });
    time.thread_seconds =
        median(runs, [&](const ComparedRun& run) { return run.steps[i].thread_seconds; });
  }
  result.wall_seconds = median(runs, [](const ComparedRun& run) { return run.wall_seconds; });
  for (const ComparedRun& run : runs) {
    result.peak_memory_bytes = std::max(result.peak_memory_bytes, run.peak_memory_bytes);
    result.peak_device_bytes = std::max(result.peak_device_bytes, run.peak_device_bytes);
  }
  return result;
}

double wall_of(const ComparedRun& run, Step step) {
  switch (step) {
    case Step::read:
    case Step::records:
    case Step::decode:
      return run.walls.page_cache;
    case Step::copy:
      return run.walls.upload;
    case Step::fold:
      return run.walls.copy;
    case Step::stage:
    case Step::statistics:
    case Step::write:
    case Step::other:
      break;
  }
  return 0;
}

std::string to_text(const RunComparison& comparison) {
  std::string text;
  for (const ComparedRun& run : comparison.runs) text += run_text(run) + "\n";
  if (comparison.runs.size() > 1) text += ratios_text(comparison.runs) + "\n";
  text +=
      "Seconds of what is indented are processor time over the threads, or the device's; they "
      "overlap\nand make up records.";
  if (comparison.repeats > 1) {
    text += " Medians of " + std::to_string(comparison.repeats) + " runs.";
  }
  text += "\n" + std::to_string(comparison.tables) + " tables: ";
  if (comparison.runs.size() < 2) return text + "nothing to compare them with\n";
  return text + (comparison.difference ? "not the same\n" : "the same bytes\n");
}

}  // namespace hubcensus
