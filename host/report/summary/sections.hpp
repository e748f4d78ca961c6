// The parts of the summary, each a few lines of text, or nothing where its table is absent.
#pragma once

#include <span>
#include <string>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

using TableSpan = std::span<const Table>;

// The window that the summary speaks of: `all`, else `lifetime`, else `last-30-days`; empty where
// the table has none of them. The table has a column `window`.
std::string summary_window(const Table& table);

std::string concentration_section(TableSpan tables);
std::string country_section(TableSpan tables);
std::string kind_section(TableSpan tables);
std::string size_section(TableSpan tables);
std::string growth_section(TableSpan tables);
std::string size_trend_section(TableSpan tables);
std::string claims_section(TableSpan tables);

}  // namespace hubcensus
