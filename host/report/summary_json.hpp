// The summary of a report for programs (report --json): what the summary in text says, as numbers.
// It computes nothing; the tables themselves are in report.json.
#pragma once

#include <span>
#include <string>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

std::string summary_json(std::span<const Table> tables, const RunManifest& manifest);

}  // namespace hubcensus
