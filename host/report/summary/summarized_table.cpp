#include "host/report/summary/summarized_table.hpp"

namespace hubcensus {

std::optional<SummarizedTable> summarized_table(TableSpan tables, std::string_view name) {
  for (const Table& table : tables) {
    if (table.name() != name) continue;
    std::string window = summary_window(table);
    if (!window.empty()) return SummarizedTable{TableReader(table), std::move(window)};
  }
  return std::nullopt;
}

}  // namespace hubcensus
