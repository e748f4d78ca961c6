// The Hub's lists of datasets, spaces and daily papers in the hub-stats schema, Parquet. A value
// may stand at one of several places, nested (`paper.upvotes`) or flat (`paper_upvotes`); the first
// that is there and not null counts. It refuses a file without an id, or with one that is no text,
// one with two columns of a wanted name, and what is clearly another of these lists.
// Who submitted a paper is a person and never taken for its organization.
// Invariant: a row is handed on or counted in `rejected`, never both.
#pragma once

#include <filesystem>

#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/hub/list_kind.hpp"

namespace hubcensus {

// `kind`: datasets or spaces.
HubListReport read_repositories_parquet(HubList kind, const std::filesystem::path& path,
                                        const RepositorySink& sink);
HubListReport read_papers_parquet(const std::filesystem::path& path, const PaperSink& sink);

}  // namespace hubcensus
