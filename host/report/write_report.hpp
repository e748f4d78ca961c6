// The whole report into its folder: tables, report.json, report.html with its charts, README.md,
// and manifest.json as the last file.
#pragma once

#include <span>

#include "host/report/chart_pictures.hpp"
#include "host/report/manifest.hpp"
#include "host/report/output_folder.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

// Writes tables/<name>.csv and .parquet of each table, several tables at once within the caller's
// TBB arena; then report.json, report.html, charts with their pictures, README.md and
// manifest.json; then commits. Tables must be sorted; files that others wrote into the folder
// before are part of the report. Fills manifest.tables (in the order of `tables`), manifest.files
// and manifest.output, appends the stages "write tables", "write report.json", "write report.html"
// and "draw pictures", and adds their seconds to wall_seconds.
void write_report(OutputFolder& folder, std::span<const Table> tables, RunManifest& manifest,
                  const ChartPictures& pictures = {});

}  // namespace hubcensus
