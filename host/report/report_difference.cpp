#include "host/report/report_difference.hpp"

#include <algorithm>

namespace hubcensus {

ReportDifference::ReportDifference(const FinishedReport& before, const FinishedReport& after,
                                   const std::function<bool(std::string_view)>& is_wanted)
    : before_(before), after_(after) {
  for (const TableEntry& table : after.tables()) {
    if (!is_wanted(table.name)) continue;
    const TableEntry* other = before.find(table.name);
    other == nullptr ? added_.push_back(&table) : both_.push_back({other, &table});
  }
  for (const TableEntry& table : before.tables()) {
    if (is_wanted(table.name) && after.find(table.name) == nullptr) removed_.push_back(&table);
  }
  std::stable_partition(both_.begin(), both_.end(),
                        [](const Pair& pair) { return pair.after->name == "claims"; });
}

bool ReportDifference::differs() const {
  return !removed_.empty() || !added_.empty() ||
         std::any_of(both_.begin(), both_.end(), [](const Pair& pair) { return pair.differs(); });
}

}  // namespace hubcensus
