// The whole report into its folder: tables, report.json, report.html with its charts, and
// manifest.json as the last file.
#pragma once

#include <span>

#include "host/report/manifest.hpp"
#include "host/report/output_folder.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

// Writes tables/<name>.csv and .parquet of each table, several tables at once within the caller's
// TBB arena; then report.json, report.html, charts and manifest.json; then commits. Tables must be
// sorted; files that others wrote into the folder before are part of the report.
// Fills manifest.tables (in the order of `tables`), manifest.files and manifest.output, appends the stages
// "write tables", "write report.json" and "write report.html", and adds their seconds to
// wall_seconds.
void write_report(OutputFolder& folder, std::span<const Table> tables, RunManifest& manifest);

}  // namespace hubcensus
