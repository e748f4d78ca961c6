#include "host/job/compare_job.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <cstdio>
#include <functional>
#include <memory>

#include "host/console/console.hpp"
#include "host/ingest/input_paths.hpp"
#include "host/job/page_cache_rate.hpp"
#include "host/job/report_job.hpp"
#include "host/job/scratch_folder.hpp"
#include "host/report/hardware.hpp"
#include "host/report/finished_report.hpp"
#include "host/report/read_manifest.hpp"
#include "host/report/run_comparison.hpp"
#include "host/report/table_difference.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

// A backend of this program, and how its runs went.
struct Contender {
  std::string name;
  std::string device;  // none where it is the CPU
  MeasuredWalls walls;
  std::vector<ComparedRun> runs;
  std::string report;  // folder of that of the last run
};

class BackendComparison {
 public:
  explicit BackendComparison(const CompareOptions& options)
      : options_(options), folder_(options.report.out), page_cache_(page_cache_rate(files())) {
    find("cpu", [] { return make_cpu_backend(); });
    find("cuda", [&] { return make_cuda_backend(options_.report.device); });
  }

  // Runs take turns, so that what else the machine does meets all of them.
  RunComparison run() {
    for (int i = 0; i < options_.repeat; ++i) {
      for (Contender& contender : contenders_) run_once(contender);
    }
    result_.repeats = options_.repeat;
    for (const Contender& contender : contenders_) add(contender);
    return std::move(result_);
  }

 private:
  // Opens it, measures its walls and closes it again: a run opens its own.
  void find(const char* name, const std::function<std::unique_ptr<Backend>()>& open) {
    try {
      const auto backend = open();
      const MemoryRates rates = backend->measure_memory_rates();
      contenders_.push_back({name,
                             std::string(backend->device_name()),
                             {page_cache_, rates.copy, rates.upload},
                             {},
                             {}});
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::backend) throw;
      result_.left_out.push_back({name, error.what()});
      say("left out backend " + std::string(name) + ": " + error.what());
    }
  }

  std::vector<std::string> files() const {
    const ReportOptions& report = options_.report;
    auto paths = expand_inputs(report.downloads, report.files_from);
    if (report.models) paths.push_back(*report.models);
    return paths;
  }

  void run_once(Contender& contender) {
    ReportOptions options = options_.report;
    options.backend = contender.name;
    options.out = (folder_.path() / contender.name).string();
    options.force = !contender.runs.empty();
    reset_peak_memory();
    contender.report = options.out;
    ComparedRun run = compared_run(contender.name, make_report(options));
    if (!contender.device.empty()) run.machine += ", " + contender.device;
    run.walls = contender.walls;
    contender.runs.push_back(std::move(run));
  }

  void add(const Contender& contender) {
    const FinishedReport first(contenders_.front().report);
    result_.tables = first.tables().size();
    result_.runs.push_back(median_run(contender.runs));
    if (!result_.difference) {
      result_.difference = first_difference(first, FinishedReport(contender.report));
    }
  }

  const CompareOptions& options_;
  const ScratchFolder folder_;
  const double page_cache_;
  std::vector<Contender> contenders_;
  RunComparison result_;
};

void print(const RunComparison& comparison, bool as_json) {
  std::fputs((as_json ? to_json(comparison) : to_text(comparison)).c_str(), stdout);
  if (!comparison.difference) return;
  throw Error(ErrorKind::internal, "tables differ: " + *comparison.difference);
}

}  // namespace

void compare_backends(const CompareOptions& options) {
  // The walls are those of as many threads as the runs have.
  const size_t threads = options.report.threads > 0
                             ? static_cast<size_t>(options.report.threads)
                             : static_cast<size_t>(tbb::this_task_arena::max_concurrency());
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, threads);
  print(BackendComparison(options).run(), options.as_json);
}

void compare_reports(const std::string& left, const std::string& right, bool as_json) {
  RunComparison comparison;
  for (const std::string& folder : {left, right}) {
    comparison.runs.push_back(compared_run(folder, read_manifest(folder)));
  }
  const FinishedReport expected(left);
  comparison.tables = expected.tables().size();
  comparison.difference = first_difference(expected, FinishedReport(right));
  print(comparison, as_json);
}

}  // namespace hubcensus
