// README.md of a report: with it the folder is a dataset of the Hub, each table a configuration
// that the Hub shows. It tells what the tables are, what they were made from and how they are read.
//
// It holds nothing of the run: no path, no time, no machine. The same inputs give the same bytes.
// The licence of the data is not known here, so none is named.
#pragma once

#include <span>
#include <string>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

std::string dataset_card(std::span<const Table> tables, const RunManifest& manifest);

}  // namespace hubcensus
