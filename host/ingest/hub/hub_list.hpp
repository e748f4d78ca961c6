// The Hub's lists of datasets, spaces and daily papers, whatever their format: Parquet or JSON,
// told apart by content. Organizations are known from JSON alone. `kind`: datasets or spaces.
#pragma once

#include <string>

#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/hub/list_kind.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

HubListReport read_repositories(HubList kind, const std::string& path, const RepositorySink& sink,
                                const TextLimits& limits = {});
HubListReport read_papers(const std::string& path, const PaperSink& sink,
                          const TextLimits& limits = {});

}  // namespace hubcensus
