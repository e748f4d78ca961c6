#include "host/job/table_selection.hpp"

#include <algorithm>

#include "host/ingest/column_map.hpp"
#include "host/statistics/tables.hpp"
#include "kernels/error.hpp"

namespace hubcensus {

void TableSelection::check() const {
  std::vector<std::string> known = {"claims"};
  for (const TableMaker& maker : table_makers()) known.emplace_back(maker.name);
  for (const auto* list : {&only_, &skip_}) {
    for (const std::string& table : *list) {
      if (std::find(known.begin(), known.end(), table) != known.end()) continue;
      throw Error(ErrorKind::usage, "there is no table '" + table + "'; the nearest is '" +
                                        std::string(nearest_name(table, known)) + "'");
    }
  }
}

}  // namespace hubcensus
