// The list of national champions, CSV: columns country (ISO 3166 alpha-2) and account (the handle
// on the Hub), found by name. Written by people, so it refuses what it does not know: every fault
// is an Error(invalid_input) with file, line and value. Invariant: each pair is listed once, in
// ascending order.
#pragma once

#include <string>
#include <vector>

#include "host/catalog/hub_lists.hpp"
#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

HubListReport read_champions_file(const std::string& path, std::vector<Champion>& champions,
                                  const TextLimits& limits = {});

}  // namespace hubcensus
