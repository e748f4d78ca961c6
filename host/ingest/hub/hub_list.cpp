#include "host/ingest/hub/hub_list.hpp"

#include "host/ingest/hub/hub_json.hpp"
#include "host/ingest/hub/hub_parquet.hpp"
#include "host/ingest/parquet/parquet_file.hpp"

namespace hubcensus {

HubListReport read_repositories(HubList kind, const std::string& path, const RepositorySink& sink,
                                const TextLimits& limits) {
  if (looks_like_parquet(path)) return read_repositories_parquet(kind, path, sink);
  return read_repositories_json(kind, path, sink, limits);
}

HubListReport read_papers(const std::string& path, const PaperSink& sink,
                          const TextLimits& limits) {
  if (looks_like_parquet(path)) return read_papers_parquet(path, sink);
  return read_papers_json(path, sink, limits);
}

}  // namespace hubcensus
