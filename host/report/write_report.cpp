#include "host/report/write_report.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>

#include "host/console/progress.hpp"
#include "host/interrupt.hpp"
#include "host/report/csv_writer.hpp"
#include "host/report/dataset_card.hpp"
#include "host/report/folder_files.hpp"
#include "host/report/hardware.hpp"
#include "host/report/html/page.hpp"
#include "host/report/json_report.hpp"
#include "host/report/output_file.hpp"
#include "host/report/parquet_writer.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

void check_names(std::span<const Table> tables) {
  std::set<std::string_view> names;
  for (const Table& table : tables) {
    const bool is_plain = table.name().find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
                          std::string::npos;
    if (table.name().empty() || !is_plain || !names.insert(table.name()).second) {
      throw Error(ErrorKind::internal,
                  "table name is no file name or there twice: '" + table.name() + "'");
    }
  }
}

std::vector<ColumnEntry> columns_of(const Table& table) {
  std::vector<ColumnEntry> columns;
  for (const auto& column : table.columns()) {
    columns.push_back({column->name, column->type, column->is_key});
  }
  return columns;
}

void write_tables(const fs::path& folder, std::span<const Table> tables, RunManifest& manifest) {
  std::error_code error;
  fs::create_directory(folder, error);
  if (error) throw_output_error("cannot create", folder, error.value());
  manifest.tables.assign(tables.size(), {});
  // Each table has its own files and its own entry: the order of the work leaves no trace.
  tbb::parallel_for(size_t{0}, tables.size(), [&](size_t i) {
    check_interrupted();
    const Table& table = tables[i];
    const std::string digest = write_csv(table, folder / (table.name() + ".csv"));
    write_parquet(table, folder / (table.name() + ".parquet"));
    manifest.tables[i] = {table.name(), table.rows(), digest, table.definition(),
                          columns_of(table)};
  });
}

uint64_t bytes_in(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return fs::file_size(path);
  uint64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(path)) bytes += entry.file_size();
  return bytes;
}

// Runs a step that writes `path` and records it as a stage of the run.
template <typename Step>
void run_stage(const std::string& name, const fs::path& path, uint64_t rows, RunManifest& manifest,
               Step step) {
  const auto start = std::chrono::steady_clock::now();
  begin_stage(name);
  step();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  manifest.stages.push_back({name, seconds.count(), rows, bytes_in(path), "cpu"});
  manifest.wall_seconds += seconds.count();
  const StageTiming& stage = manifest.stages.back();
  end_stage(name, stage.seconds, static_cast<int64_t>(stage.rows),
            static_cast<int64_t>(stage.bytes));
  check_interrupted();
}

}  // namespace

void write_report(OutputFolder& folder, std::span<const Table> tables, RunManifest& manifest,
                  const ChartPictures& pictures) {
  check_names(tables);
  uint64_t rows = 0;
  for (const Table& table : tables) rows += static_cast<uint64_t>(table.rows());
  const fs::path tables_folder = folder.path() / "tables";
  run_stage("write tables", tables_folder, rows, manifest,
            [&] { write_tables(tables_folder, tables, manifest); });
  const fs::path json_path = folder.path() / "report.json";
  run_stage("write report.json", json_path, rows, manifest,
            [&] { write_json_report(tables, manifest, json_path); });
  run_stage("write report.html", folder.path() / "report.html", rows, manifest,
            [&] { write_page(tables, manifest, folder.path()); });
  OutputFile card(folder.path() / "README.md");
  card.write(dataset_card(tables, manifest));
  card.close();
  if (!pictures.is_empty()) {
    run_stage("draw pictures", folder.path() / "charts", 0, manifest,
              [&] { pictures.draw(folder.path()); });
  }
  manifest.output = folder.target().string();
  manifest.peak_memory_bytes = std::max(manifest.peak_memory_bytes, peak_memory_bytes());

  for (const FolderFile& file : folder_files(folder.path())) {
    check_interrupted();
    manifest.files.push_back(file_entry(folder.path(), file.path));
  }
  OutputFile file(folder.path() / kManifestName);
  file.write(to_json(manifest));
  file.close();
  folder.commit();
}

}  // namespace hubcensus
