// The Hub's lists of datasets, spaces, organizations and daily papers as objects of its API: a JSON
// array or JSON lines, plain, gzip or zstd. Required: the id, of organizations `name` or `user`, of
// papers `paper.id`. Invariant: an object is handed on as a row or counted in `rejected`, never
// both.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

struct HubListReport {
  int64_t rows_read = 0;  // = accepted + rejected
  int64_t rows_accepted = 0;
  std::map<std::string, int64_t> rejected;       // rows by reason
  std::map<std::string, int64_t> invalid_cells;  // taken as unknown, by member
  std::vector<std::string> bad_lines;            // the first bad objects, a text each
  std::string hash;
  int64_t bytes = 0;
};

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
