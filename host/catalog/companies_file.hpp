// A list of companies, CSV, as the lists of the largest ones are published: a column for the name,
// and where there are some, for the website and the rank. Columns are found without regard to case
// among usual names; --column company=..., website=..., rank=... names others. It refuses a file
// without names of companies; a bad row is counted. Invariant: each name is there once, that of the
// first row.
#pragma once

#include <string>
#include <vector>

#include "host/catalog/hub_lists.hpp"
#include "host/ingest/column_map.hpp"
#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

HubListReport read_companies_file(const std::string& path, const ColumnMap& columns,
                                  std::vector<Company>& companies, const TextLimits& limits = {});

}  // namespace hubcensus
