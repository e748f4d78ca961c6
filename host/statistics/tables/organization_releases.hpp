// Part of the table `organizations`: what accounts and companies released, by month and year.
#pragma once

#include "host/report/table.hpp"
#include "host/statistics/findings.hpp"

namespace hubcensus {

Table organization_releases(const Findings& findings);

}  // namespace hubcensus
