// A table of the census as an HTML table: the rows that tell most, and where the others are.
#pragma once

#include <string>

#include "host/report/table.hpp"

namespace hubcensus {

// A <details> with the table in it, its definition on request, and a link to its CSV. The rows of
// months, weeks and days give way to those of longer windows, and the table is cut where it is
// long; its caption says so. Numerators and denominators are in the CSV alone.
std::string data_table(const Table& table, bool has_definition);

}  // namespace hubcensus
