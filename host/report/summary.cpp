#include "host/report/summary.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "host/catalog/builtin_accounts.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/summary/sections.hpp"
#include "host/report/summary/table_reader.hpp"
#include "host/report/summary/text_grid.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

// A sentence, broken into lines; those after the first are indented.
std::string paragraph(const std::string& text) {
  std::string out;
  for (const std::string& line : wrap_text(text, kTextColumns - 2)) {
    out += (out.empty() ? "" : "  ") + line + "\n";
  }
  return out;
}

std::string record_days(const RunManifest& manifest) {
  if (!manifest.record_range) return "no records";
  return day_name(manifest.record_range->first) + " to " + day_name(manifest.record_range->last);
}

std::string downloads_line(TableSpan tables, const RunManifest& manifest) {
  for (const Table& table : tables) {
    if (table.name() != "concentration") continue;
    const std::string window = summary_window(table);
    const TableReader reader(table);
    const auto row = reader.row({{"window", window}, {"over", "models"}});
    if (!row) continue;
    return paragraph(with_separators(reader.integer("total", *row)) + " downloads in the window " +
                     window + " (" +
                     (window == "all" ? record_days(manifest) : "the dump's own counters") + ").");
  }
  return {};
}

std::string headline(TableSpan tables, const RunManifest& manifest) {
  std::string first = "hubcensus " + manifest.version;
  if (manifest.as_of) first += ", as of " + day_name(*manifest.as_of);
  std::string models = with_separators(u128{manifest.catalog.models}) + " models";
  if (manifest.catalog.joined > 0) {
    models +=
        " and " + with_separators(u128{manifest.catalog.joined}) + " known from records alone";
  }
  std::string out = paragraph(first) + paragraph(models + ".") + downloads_line(tables, manifest);
  if (manifest.records.read > 0) {
    out += paragraph(with_separators(u128{manifest.records.counted}) + " records counted of " +
                     with_separators(u128{manifest.records.read}) + " read (" +
                     record_days(manifest) + ").");
  }
  return out;
}

std::string rejected_section(const RunManifest& manifest) {
  // By input role and reason; records are counted once, by the manifest's own sum.
  std::map<std::pair<std::string, std::string>, uint64_t> rejected;
  for (const auto& [reason, rows] : manifest.records.rejected)
    rejected[{"downloads", reason}] += rows;
  for (const ManifestInput& input : manifest.inputs) {
    if (input.role == "downloads") continue;
    for (const auto& [reason, rows] : input.rejected) rejected[{input.role, reason}] += rows;
  }
  TextGrid grid({"reason", "input", "rows"}, 2);
  for (const auto& [key, rows] : rejected) {
    if (rows > 0) grid.add({key.second, key.first, with_separators(u128{rows})});
  }
  return grid.is_empty() ? std::string() : "Rejected rows\n" + grid.text();
}

std::string cells_section(const RunManifest& manifest) {
  std::map<std::pair<std::string, std::string>, uint64_t> invalid;
  for (const ManifestInput& input : manifest.inputs) {
    for (const auto& [column, cells] : input.invalid_cells) invalid[{input.role, column}] += cells;
  }
  TextGrid grid({"column", "input", "cells"}, 2);
  for (const auto& [key, cells] : invalid) {
    if (cells > 0) grid.add({key.second, key.first, with_separators(u128{cells})});
  }
  return grid.is_empty() ? std::string() : "Invalid cells, taken as missing\n" + grid.text();
}

std::string closing(const RunManifest& manifest) {
  std::string out;
  if (!manifest.output.empty()) {
    out += fit_columns("Report: " + manifest.output, kTextColumns) + "\n";
    out += "  tables/*.csv and *.parquet (" + std::to_string(manifest.tables.size()) +
           " tables), report.json, report.html, charts/, README.md,\n  manifest.json\n";
  }
  uint64_t rows = manifest.records.read;
  const char* unit = "records";
  if (rows == 0) {
    for (const ManifestInput& input : manifest.inputs) {
      if (input.path != kBuiltinAccountsPath) rows += input.rows_read;
    }
    unit = "rows";
  }
  if (manifest.wall_seconds <= 0) return out;
  std::string time = "Time: " + seconds_text(manifest.wall_seconds) + " on " +
                     std::to_string(manifest.hardware.threads_used) +
                     (manifest.hardware.threads_used == 1 ? " thread" : " threads") + ", path " +
                     manifest.path;
  if (rows > 0) {
    const double rate = static_cast<double>(rows) / manifest.wall_seconds;
    time += "; " + with_separators(u128{rows}) + " " + unit + ", " +
            with_separators(static_cast<u128>(rate + 0.5)) + " a second";
  }
  return out + paragraph(time + ".");
}

}  // namespace

std::string summary(std::span<const Table> tables, const RunManifest& manifest) {
  std::string out;
  for (const std::string& section :
       {headline(tables, manifest), concentration_section(tables), country_section(tables),
        kind_section(tables), size_section(tables), growth_section(tables),
        size_trend_section(tables), claims_section(tables), rejected_section(manifest),
        cells_section(manifest), closing(manifest)}) {
    if (section.empty()) continue;
    if (!out.empty()) out += '\n';
    out += section;
  }
  return out;
}

}  // namespace hubcensus
