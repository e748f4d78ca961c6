// A table with the window that the summary speaks of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/report/summary/sections.hpp"
#include "host/report/summary/table_reader.hpp"

namespace hubcensus {

struct SummarizedTable {
  TableReader reader;
  std::string window;
};

// None where the table or the window is absent.
std::optional<SummarizedTable> summarized_table(TableSpan tables, std::string_view name);

}  // namespace hubcensus
