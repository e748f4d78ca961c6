#include "host/ingest/models/models_dump.hpp"

#include "host/ingest/json/json_objects.hpp"
#include "host/ingest/models/models_csv.hpp"
#include "host/ingest/models/models_json.hpp"
#include "host/ingest/parquet/parquet_file.hpp"

namespace hubcensus {

ModelsDumpReport read_models(const std::filesystem::path& path, const ColumnMap& columns,
                             const ModelSink& sink, const ModelParts& parts,
                             const TextLimits& limits) {
  if (looks_like_parquet(path)) return read_models_parquet(path, columns, sink, parts);
  return looks_like_json(path.string(), limits)
             ? read_models_json(path.string(), columns, sink, parts, limits)
             : read_models_csv(path.string(), columns, sink, limits);
}

}  // namespace hubcensus
