// The parts of the table `lineage` by the period in which derivatives were created.
#pragma once

#include "host/report/table.hpp"
#include "host/statistics/lineage_facts.hpp"

namespace hubcensus {

Table lineage_periods(const LineageFacts& facts);
Table lineage_bases(const Catalog& catalog, const LineageFacts& facts);

}  // namespace hubcensus
