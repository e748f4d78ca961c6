#include "host/job/read_dumps.hpp"

#include <map>

#include "host/console/progress.hpp"
#include "host/ingest/input_paths.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/records/record_layout.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/job/run_inputs.hpp"
#include "host/job/snapshot_dates.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

std::map<Day, std::string> paths_by_day(const ReportOptions& options) {
  const std::vector<std::string> paths = expand_inputs(options.dumps, {});
  std::vector<std::string> dated = paths;
  const auto records = expand_inputs(options.downloads, options.files_from);
  dated.insert(dated.end(), records.begin(), records.end());
  const auto dates = snapshot_dates(options.snapshot_dates, dated);
  std::map<Day, std::string> by_day;
  for (const std::string& path : paths) {
    const auto given = dates.find(path);
    const auto day = given == dates.end() ? day_in_path(path) : std::optional(given->second);
    if (!day) {
      throw Error(ErrorKind::invalid_input,
                  "the dump " + quoted_text(path) +
                      " has no day: no YYYY-MM-DD in its path, and no --snapshot-date");
    }
    if (options.as_of && *day > *options.as_of) continue;
    const auto [found, is_new] = by_day.emplace(*day, path);
    if (!is_new) {
      throw Error(ErrorKind::invalid_input, "two dumps of " + day_name(*day) + ": " +
                                                quoted_text(found->second) + " and " +
                                                quoted_text(path));
    }
  }
  return by_day;
}

}  // namespace

DumpReading read_dumps(const ReportOptions& options, const ColumnMap& columns,
                       const AccountAnnotations& annotations, const Catalog& catalog,
                       MemoryBudget& budget, const std::function<void()>& look) {
  constexpr ModelParts kParts{
      .sizes = false, .lineage = false, .attributes = false, .trending = true};
  DumpReading reading;
  DumpSeries series(catalog, annotations, budget);
  int64_t rows = 0;
  for (const auto& [day, path] : paths_by_day(options)) {
    series.begin(day);
    const ModelsDumpReport dump = read_models(
        path, columns,
        [&](const ModelRow& row) {
          constexpr int64_t kRowsBetweenLooks = 1 << 14;
          if (++rows % kRowsBetweenLooks == 0) {
            add_rows_done(kRowsBetweenLooks);
            look();
          }
          series.add(row);
        },
        kParts, options.limits);
    reading.dumps.push_back(series.end());
    reading.inputs.push_back(models_input(path, dump));
    reading.inputs.back().role = "dumps";
    reading.bad_lines.insert(reading.bad_lines.end(), dump.bad_lines.begin(), dump.bad_lines.end());
  }
  return reading;
}

}  // namespace hubcensus
