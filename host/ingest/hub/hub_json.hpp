// The Hub's lists of datasets, spaces, organizations and daily papers as objects of its API: a JSON
// array or JSON lines, plain, gzip or zstd. Required: the id, of organizations `name` or `user`, of
// papers `paper.id`, else `paper_id` or `id`. Invariant: an object is handed on as a row or counted
// in `rejected`, never both.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

HubListReport read_repositories_json(const std::string& path, const RepositorySink& sink,
                                     const TextLimits& limits = {});
HubListReport read_organizations_json(const std::string& path, const OrganizationSink& sink,
                                      const TextLimits& limits = {});
HubListReport read_papers_json(const std::string& path, const PaperSink& sink,
                               const TextLimits& limits = {});

// What lists of objects there are, by the names of their top-level members.
enum class HubList : uint8_t { unknown, models, datasets, spaces, organizations, papers };
HubList hub_list_of(const std::vector<std::string>& names);

}  // namespace hubcensus
