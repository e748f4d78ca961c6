// The Hub's lists of datasets, spaces, organizations and daily papers as objects of its API: a JSON
// array or JSON lines, plain, gzip or zstd. Required: the id, of organizations `name` or `user`, of
// papers `paper.id`, else `paper_id` or `id`. It refuses what is clearly another of these lists.
// Invariant: an object is handed on as a row or counted in `rejected`, never both.
#pragma once

#include <string>

#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/hub/list_kind.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

// `kind`: datasets or spaces.
HubListReport read_repositories_json(HubList kind, const std::string& path,
                                     const RepositorySink& sink, const TextLimits& limits = {});
HubListReport read_organizations_json(const std::string& path, const OrganizationSink& sink,
                                      const TextLimits& limits = {});
HubListReport read_papers_json(const std::string& path, const PaperSink& sink,
                               const TextLimits& limits = {});

}  // namespace hubcensus
