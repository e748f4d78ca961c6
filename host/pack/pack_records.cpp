#include "host/pack/pack_records.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>

#include "host/console/progress.hpp"
#include "host/ingest/input_paths.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/ingest/wanted_columns.hpp"
#include "host/interrupt.hpp"
#include "host/job/fold_records.hpp"
#include "host/job/memory_limit.hpp"
#include "host/job/thread_count.hpp"
#include "host/pack/row_collector.hpp"
#include "host/report/output_folder.hpp"
#include "kernels/snapshots.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr size_t kRowsPerFile = 4 * kRowsPerPackedGroup;
// A row group that is merged, and what Arrow holds to write it.
constexpr int64_t kBytesOfGroupRow = 2 * sizeof(PackedRow) + 8;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void refuse(const RecordSource& source, const std::string& what) {
  throw Error(ErrorKind::invalid_input, "cannot pack " + quoted_text(source.path()) + ": " + what);
}

void check_packable(const RecordSources& sources) {
  for (const auto& source : sources) {
    const RecordLayout& layout = source->layout();
    if (layout.kind == RecordKind::requests) {
      refuse(*source,
             "it holds requests, and a packed record has no country of a user; report reads them "
             "as they are");
    }
    if (layout.is_of_snapshots()) {
      refuse(*source,
             "it holds a dump or cumulative counters, whose models only all dumps together name; "
             "report reads them as they are");
    }
    if (layout.object_id) {
      refuse(*source,
             "it names its models by '_id' too, and a packed record has one key; write it "
             "without that column");
    }
  }
}

// Not even a report is replaced.
const fs::path& empty_folder(const fs::path& folder) {
  std::error_code ignored;  // OutputFolder says what is wrong
  if (fs::is_directory(folder, ignored) && !fs::is_empty(folder, ignored)) {
    throw Error(ErrorKind::usage, "--out is not empty: " + folder.string() +
                                      "; it will not be replaced, name another folder");
  }
  return folder;
}

class PackJob {
 public:
  explicit PackJob(const PackOptions& options)
      : options_(options),
        threads_(thread_count(options.threads)),
        columns_(options.columns),
        budget_(options.memory_limit > 0 ? options.memory_limit : default_memory_limit()),
        folder_(empty_folder(options.out), /*force=*/false),
        sources_(open()),
        resolver_(catalog_, annotations_, key_kind(sources_), /*strict=*/false, budget_),
        order_(catalog_, resolver_, budget_),
        collector_(order_, limits(), budget_) {}

  PackedRecords run() {
    read();
    const auto begin = Clock::now();
    begin_stage("sort records");
    const SortedRuns runs = collector_.sort(catalog_.models());
    packed_.seconds.sort = seconds_since(begin);
    packed_.spilled_bytes = collector_.spilled_bytes();
    end_stage("sort records", packed_.seconds.sort, static_cast<int64_t>(runs.rows()), 0);
    check_rows(runs);
    write(runs);
    return packed_;
  }

 private:
  RecordSources open() const {
    const auto paths = expand_inputs(options_.downloads, options_.files_from);
    RecordOptions of_records;
    of_records.kind = options_.kind;
    of_records.with_object_id = true;  // to be refused by name
    of_records.limits = options_.limits;
    RecordSources sources = open_all_records(paths, columns_, of_records);
    columns_.check_found();
    check_packable(sources);
    return sources;
  }

  // Half of the memory is for rows, the rest for keys and what readers hold.
  CollectorLimits limits() const {
    CollectorLimits limits;
    limits.threads = threads_;
    std::error_code ignored;  // where there is none, the first file in it says so
    limits.folder = options_.temp_dir;
    if (limits.folder.empty()) limits.folder = fs::temp_directory_path(ignored);
    const int64_t rows = budget_.free_bytes() / 2 / threads_ / kBytesOfCollectedRow;
    const int64_t all_rows = totals_of(sources_).rows.value_or(rows);
    limits.rows_per_buffer = static_cast<size_t>(std::max<int64_t>(1, std::min(rows, all_rows)));
    return limits;
  }

  void read() {
    const auto begin = Clock::now();
    begin_stage("read records", totals_of(sources_));
    const RecordContext context{resolver_,
                                collector_,
                                {first_day_of(record_kind(sources_)), kLastRecordDay},
                                budget_,
                                check_interrupted};
    for (const RecordCounts& counts : fold_records(sources_, context)) {
      packed_.counts.merge(counts);
    }
    for (const auto& source : sources_) packed_.bytes_read += source->bytes();
    packed_.files_read = static_cast<int64_t>(sources_.size());
    packed_.models = catalog_.models();
    packed_.has_integer_keys = resolver_.kind() == KeyKind::integer;
    packed_.seconds.read = seconds_since(begin);
    end_stage("read records", packed_.seconds.read, packed_.counts.read, packed_.bytes_read);
  }

  void check_rows(const SortedRuns& runs) const {
    if (static_cast<int64_t>(runs.rows()) == packed_.counts.counted) return;
    throw Error(ErrorKind::internal, "rows were lost: " + std::to_string(runs.rows()) + " of " +
                                         std::to_string(packed_.counts.counted));
  }

  void write(const SortedRuns& runs) {
    const auto begin = Clock::now();
    begin_stage("write packed records", {static_cast<int64_t>(runs.rows()), std::nullopt});
    const PackedLayout layout{
        catalog_, runs, packed_.has_integer_keys,
        record_kind(sources_) == RecordKind::rolling30 ? "downloads_30d" : "downloads",
        options_.codec};
    const size_t files = std::max<size_t>(1, (runs.rows() + kRowsPerFile - 1) / kRowsPerFile);
    const int64_t bytes_of_group =
        kBytesOfGroupRow * static_cast<int64_t>(std::min(runs.rows(), kRowsPerPackedGroup));
    tbb::task_arena arena(writers(bytes_of_group));
    std::atomic<int64_t> bytes = 0;
    arena.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<size_t>(0, files, 1),
          [&](const tbb::blocked_range<size_t>& range) {
            for (size_t file = range.begin(); file < range.end(); ++file) {
              MemoryCharge charge(budget_, "a row group that is written");
              charge.set(bytes_of_group);
              bytes += write_file(layout, file);
            }
          },
          tbb::simple_partitioner{});
    });
    folder_.commit();
    packed_.folder = folder_.target();
    packed_.files = static_cast<int64_t>(files);
    packed_.bytes = bytes;
    packed_.seconds.write = seconds_since(begin);
    end_stage("write packed records", packed_.seconds.write, packed_.counts.counted, bytes);
  }

  // As many as the memory that is left allows.
  int writers(int64_t bytes_of_group) const {
    const int64_t most = budget_.free_bytes() / std::max<int64_t>(1, bytes_of_group);
    return static_cast<int>(std::clamp<int64_t>(most, 1, threads_));
  }

  int64_t write_file(const PackedLayout& layout, size_t number) {
    char name[32];
    std::snprintf(name, sizeof name, "part-%05zu.parquet", number);
    const fs::path path = folder_.path() / name;
    PackedFile file(layout, path, budget_);
    std::vector<PackedRow> rows;
    std::vector<PackedRow> scratch;
    const size_t end = std::min(layout.runs.rows(), (number + 1) * kRowsPerFile);
    SortedRuns::Cut first = layout.runs.cut(number * kRowsPerFile);
    for (size_t row = number * kRowsPerFile; row < end; row += kRowsPerPackedGroup) {
      check_interrupted();
      const SortedRuns::Cut last = layout.runs.cut(std::min(end, row + kRowsPerPackedGroup));
      layout.runs.merge(first, last, rows, scratch);
      file.write(rows);
      add_rows_done(static_cast<int64_t>(rows.size()));
      first = last;
    }
    file.close();
    return static_cast<int64_t>(fs::file_size(path));
  }

  const PackOptions& options_;
  const int threads_;
  const ColumnMap columns_;
  MemoryBudget budget_;
  OutputFolder folder_;
  const RecordSources sources_;
  Catalog catalog_;
  const AccountAnnotations annotations_;
  ModelResolver resolver_;
  ModelOrder order_;
  RowCollector collector_;
  PackedRecords packed_;
};

}  // namespace

PackedRecords pack_records(const PackOptions& options) {
  ColumnMap(options.columns).check_wanted(renamable_columns());
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism,
                                    static_cast<size_t>(thread_count(options.threads)));
  return PackJob(options).run();
}

}  // namespace hubcensus
