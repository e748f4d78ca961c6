// A dump of models as objects of the Hub API: a JSON array or JSON lines, plain, gzip or zstd.
// `id` (or `modelId`) is required; the other members have the names of the Parquet dump. Their
// nested parts are `safetensors.total`, `gguf.total` (or `gguf` as JSON text) and `baseModels`
// {relation, models: [{_id, id}]}, else `tags`, and `cardData.language`. Invariant: an object is handed on as a row or
// counted in `rejected`, never both.
#pragma once

#include <cstdint>
#include <string>

#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/text/text_file.hpp"

namespace hubcensus {

// A member that is null is unknown. So is one that is no value of its column, but that is counted
// in `invalid_cells`. Which of WANTED and ACTUAL of a --column the file has, its first thousand
// objects say. Throws Error(invalid_input) where there are more bad objects than max_bad_lines.
ModelsDumpReport read_models_json(const std::string& path, const ColumnMap& columns,
                                  const ModelSink& sink, const ModelParts& parts = {},
                                  const TextLimits& limits = {},
                                  int64_t block_bytes = kTextBlockBytes);

}  // namespace hubcensus
