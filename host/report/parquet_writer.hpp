// Tables as Parquet. The schema is the table's: text is STRING, integer INT64, wide DECIMAL(38, 0),
// real DOUBLE, boolean BOOLEAN; key columns are required, all others optional.
//
// The same table gives the same bytes with the same Arrow library: one thread, fixed row groups, no
// time and no machine in the file. Text holds what the table holds: no guard as in CSV, only bytes
// that are no UTF-8 are replaced. The file's metadata carries hubcensus.table, .question and
// .definition.
#pragma once

#include <filesystem>

#include "host/report/table.hpp"

namespace hubcensus {

// Throws Error(internal) where a key cell is null.
void write_parquet(const Table& table, const std::filesystem::path& path);

}  // namespace hubcensus
