// report.json: all tables in one file, row by row, for programs and for the page of the report.
//
// Written as a stream: its memory does not grow with the rows. Integers have all their digits, wide
// values are strings of digits, a real is the shortest text of the same double, null is null. The
// text may stand inside an HTML script element as it is. It depends on nothing but the tables, the
// version, the as-of day and the record range.
#pragma once

#include <filesystem>
#include <span>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

void write_json_report(std::span<const Table> tables, const RunManifest& manifest,
                       const std::filesystem::path& path);

}  // namespace hubcensus
