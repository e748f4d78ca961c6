#include <nlohmann/json.hpp>

#include "host/report/run_comparison.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

using Json = nlohmann::ordered_json;

Json rate_json(double amount, double seconds) {
  return seconds > 0 && amount > 0 ? Json(amount / seconds) : Json();
}

Json step_json(const ComparedRun& run, Step step) {
  const StepTime& time = run.steps[static_cast<size_t>(step)];
  const auto rows = static_cast<double>(time.rows);
  const auto bytes = static_cast<double>(time.bytes);
  return {{"name", step_name(step)},
          {"seconds", time.seconds},
          {"thread_seconds", time.thread_seconds},
          {"rows", time.rows},
          {"bytes", time.bytes},
          {"rows_per_second", rate_json(rows, time.seconds)},
          {"bytes_per_second", rate_json(bytes, time.seconds)},
          {"share_of_wall", rate_json(bytes, time.seconds * wall_of(run, step))}};
}

Json run_json(const ComparedRun& run) {
  Json steps = Json::array();
  for (size_t i = 0; i < kSteps; ++i) steps.push_back(step_json(run, static_cast<Step>(i)));
  return {{"name", run.name},
          {"backend", run.backend},
          {"machine", run.machine},
          {"threads", run.threads},
          {"steps", std::move(steps)},
          {"wall_seconds", run.wall_seconds},
          {"peak_memory_bytes", run.peak_memory_bytes},
          {"peak_device_bytes", run.peak_device_bytes},
          {"walls",
           {{"page_cache_bytes_per_second", run.walls.page_cache},
            {"copy_bytes_per_second", run.walls.copy},
            {"upload_bytes_per_second", run.walls.upload}}}};
}

// Seconds of the first run over those of each other.
Json ratios_json(const std::vector<ComparedRun>& runs) {
  Json ratios = Json::array();
  for (size_t i = 1; i < runs.size(); ++i) {
    Json ratio = {{"name", runs[i].name}, {"as_fast_as", runs.front().name}};
    for (size_t step = 0; step < kSteps; ++step) {
      const double first = runs.front().steps[step].seconds;
      ratio[std::string(step_name(static_cast<Step>(step)))] =
          rate_json(first, runs[i].steps[step].seconds);
    }
    ratio["all"] = rate_json(runs.front().wall_seconds, runs[i].wall_seconds);
    ratios.push_back(std::move(ratio));
  }
  return ratios;
}

}  // namespace

std::string to_json(const RunComparison& comparison) {
  Json runs = Json::array();
  for (const ComparedRun& run : comparison.runs) runs.push_back(run_json(run));
  Json left_out = Json::array();
  for (const LeftOutBackend& backend : comparison.left_out) {
    left_out.push_back({{"name", backend.name}, {"reason", backend.reason}});
  }
  const Json json = {{"hubcensus_compare", kReportFormat},
                     {"repeats", comparison.repeats},
                     {"runs", std::move(runs)},
                     {"left_out", std::move(left_out)},
                     {"ratios", ratios_json(comparison.runs)},
                     {"tables", comparison.tables},
                     {"first_difference", comparison.difference ? Json(*comparison.difference) : Json()}};
  return embeddable_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace hubcensus
