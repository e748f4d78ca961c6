// The summary on stdout: what a reader wants to know first, in plain text of at most 100 columns.
//
// It computes nothing: every number is a cell of a table or of the manifest, rounded for reading.
// A share is printed with its window: `all`, else `lifetime`, else `last-30-days`. A table that is
// absent is not mentioned; the claims say why they could not be computed.
#pragma once

#include <span>
#include <string>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

std::string summary(std::span<const Table> tables, const RunManifest& manifest);

}  // namespace hubcensus
