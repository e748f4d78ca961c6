#include "host/job/run_plan.hpp"

#include <algorithm>
#include <filesystem>

#include "host/catalog/catalog_bytes.hpp"
#include "host/ingest/input_paths.hpp"
#include "host/ingest/json/json_objects.hpp"
#include "host/ingest/models/dump_columns.hpp"
#include "host/ingest/text/csv_file.hpp"
#include "host/ingest/text/mapped_file.hpp"
#include "host/job/choose_backend.hpp"
#include "host/job/chosen_tables.hpp"
#include "host/job/input_totals.hpp"
#include "host/job/memory_limit.hpp"
#include "host/job/run_records.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

// A dump as far as its footer or its header tells.
struct DumpHead {
  DumpKeys keys;
  std::optional<int64_t> models;
  int64_t id_bytes = 0;
};

// Footers come from strangers: sums stay below.
constexpr int64_t kMostBytes = int64_t{1} << 40;
constexpr int64_t kUsualIdBytes = 32;

int64_t bytes_of_column(const ParquetFile& file, const std::string& name) {
  const int column = file.flat_index(name);
  int64_t bytes = 0;
  file.guarded([&] {
    for (int group = 0; group < file.metadata().num_row_groups(); ++group) {
      const int64_t more =
          file.metadata().RowGroup(group)->ColumnChunk(column)->total_uncompressed_size();
      bytes = std::min(kMostBytes, bytes + std::clamp<int64_t>(more, 0, kMostBytes));
    }
  });
  return bytes;
}

DumpHead head_of_dump(const ReportOptions& options, const ColumnMap& columns) {
  DumpHead head;
  const std::string& path = *options.models;
  if (path == kStandardInput) return {{true, true}, std::nullopt};
  if (looks_like_parquet(path)) {
    const ParquetFile file(path);
    const DumpColumns found = find_dump_columns(file, columns);
    head.keys = {!found.names[kIntegerId].empty(), !found.names[kObjectId].empty()};
    head.models = std::min<int64_t>(file.metadata().num_rows(), kMaxModels);
    head.id_bytes = bytes_of_column(file, found.names[kId]);
    return head;
  }
  if (looks_like_json(path, options.limits)) return {{true, true}, std::nullopt};
  const std::vector<std::string> names = CsvFile(path, options.limits).names();
  head.keys = {columns.find(kModelColumnNames[kIntegerId], names).has_value(),
               columns.find(kModelColumnNames[kObjectId], names).has_value()};
  return head;
}

class Planner {
 public:
  explicit Planner(const ReportOptions& options)
      : options_(options), columns_(options.columns), given_(inputs_given(options)) {
    plan_.backend = choose_backend(options.backend, options.device)->name();
    plan_.limit_bytes = options.memory_limit > 0 ? options.memory_limit : default_memory_limit();
    add_inputs();
    if (options.models) head_ = head_of_dump(options, columns_);
    plan_.models = head_.models;
    if (!given_.records) return;
    records_ = open_run_records(options, columns_, head_.keys);
    add_records();
    tell_kind(given_, records_.settings.kind);
    plan_.kind = record_kind_name(records_.settings.kind);
  }

  const Given& given() const { return given_; }
  RecordKind kind() const { return records_.settings.kind; }

  void add_memory(const Needs& needs, bool is_report) {
    const int64_t models = plan_.models.value_or(kAssumedModels);
    if (options_.models) add_catalog(models, needs, is_report);
    if (is_report) add_lists();
    MemoryPlan rest =
        plan_memory(records_.sources, models, needs, options_.grain, records_.settings.range,
                    held_tallies(records_), given_.records && !options_.checkpoint.empty());
    if (needs.dumps && given_.dumps) rest.stages.push_back(series_stage(models));
    rest.stages.insert(rest.stages.begin(), plan_.memory.stages.begin(), plan_.memory.stages.end());
    plan_.memory = std::move(rest);
  }

  void add_ranks() {
    const PlannedRates rates =
        options_.rates.empty() ? PlannedRates() : PlannedRates(options_.rates);
    plan_.of_ranks = plan_ranks(records_.sources, plan_.memory, /*held_bytes=*/0, options_.ranks,
                                rates);
  }

  RunPlan take() { return std::move(plan_); }

 private:
  void add(const std::string& role, const std::string& path) {
    std::error_code error;
    if (path != kStandardInput && !std::filesystem::exists(path, error)) {
      throw Error(ErrorKind::missing_input, "cannot open '" + path + "': no such file");
    }
    plan_.files.push_back({role, path, input_totals(path)});
  }

  void add_inputs() {
    const std::pair<const char*, const std::optional<std::string>*> single[] = {
        {"models", &options_.models},       {"accounts", &options_.accounts},
        {"datasets", &options_.datasets},   {"spaces", &options_.spaces},
        {"papers", &options_.papers},       {"organizations", &options_.organizations},
        {"companies", &options_.companies}, {"champions", &options_.champions}};
    for (const auto& [role, path] : single) {
      if (*path) add(role, **path);
    }
    for (const std::string& path : expand_inputs(options_.dumps, {})) add("dumps", path);
  }

  void add_records() {
    for (const auto& source : records_.sources) {
      StageTotals totals{source->rows(), source->bytes()};
      if (source->rows() < 0) totals.rows.reset();
      plan_.files.push_back({"downloads", source->path(), totals});
    }
    for (size_t i = 0; i < records_.tallies.size(); ++i) {
      StageTotals totals = input_totals(options_.tallies[i]);
      totals.rows = records_.tallies[i]->units().total().read;
      plan_.files.push_back({"tally", options_.tallies[i], totals});
    }
  }

  void add_catalog(int64_t models, const Needs& needs, bool is_report) {
    const int64_t ids = plan_.models ? head_.id_bytes : kUsualIdBytes * models;
    const DumpSize size{models, ids, head_.keys.has_object_id, is_report && needs.attributes};
    plan_.memory.stages.push_back({"catalogue", catalog_bytes(size),
                                   "about: " + with_separators(static_cast<uint64_t>(models)) +
                                       " models, their ids and what is told of them"});
    if (!is_report || !needs.lineage_graph) return;
    plan_.memory.stages.push_back({"lineage", lineage_bytes(models),
                                   "about: the graph of bases; given back before the records",
                                   /*is_brief=*/true});
  }

  // Beside the models.
  void add_lists() {
    constexpr int64_t kBytesPerRow = 96;
    int64_t rows = 0;
    bool is_known = true;
    for (const PlannedFile& file : plan_.files) {
      if (file.role == "models" || file.role == "accounts" || file.role == "downloads" ||
          file.role == "dumps" || file.role == "tally") {
        continue;
      }
      rows += std::min(file.totals.rows.value_or(0), kMostBytes);
      is_known = is_known && file.totals.rows;
    }
    if (rows == 0 && is_known) return;
    plan_.memory.stages.push_back(
        {"other lists", std::min(rows, kMostBytes) * kBytesPerRow,
         "about: " + with_separators(static_cast<uint64_t>(rows)) + " rows x 96 bytes" +
             (is_known ? "" : ", and those of texts, which only reading tells")});
  }

  const ReportOptions& options_;
  const ColumnMap columns_;
  Given given_;
  DumpHead head_;
  RunRecords records_;
  RunPlan plan_;
};

}  // namespace

RunPlan plan_report(const ReportOptions& options) {
  Planner planner(options);
  const TableSelection selection(options.only, options.skip);
  const ChosenTables chosen = choose_tables(selection, planner.given());
  planner.add_memory(chosen.needs, /*is_report=*/true);
  if (options.ranks > 0) planner.add_ranks();
  RunPlan plan = planner.take();
  for (const TableMaker* maker : chosen.makers) plan.tables.emplace_back(maker->name);
  if (selection.has("claims")) plan.tables.emplace_back("claims");
  if (!options.out.empty()) plan.outputs.push_back(options.out);
  for (const std::string& other : {options.save_tally, options.checkpoint}) {
    if (!other.empty()) plan.outputs.push_back(other);
  }
  return plan;
}

RunPlan plan_tally(const ReportOptions& options, const NeedsOfKind& needs_of) {
  Planner planner(options);
  planner.add_memory(needs_of(planner.kind()), /*is_report=*/false);
  RunPlan plan = planner.take();
  for (const std::string& path : {options.out, options.checkpoint}) {
    if (!path.empty()) plan.outputs.push_back(path);
  }
  return plan;
}

}  // namespace hubcensus
