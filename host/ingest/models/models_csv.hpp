// A dump of models as CSV, plain, gzip or zstd: `id` and, where the file has them, `_id`,
// `model_id`, `createdAt`, `lastModified`, `downloads`, `downloadsAllTime`, `likes`,
// `trendingScore`, `pipeline_tag`, `library_name`, `safetensors.total` and `gguf.total`. It refuses
// bases, tags and cards: a CSV has no column for them. Duplicate ids are the catalogue's
// concern. Invariant: a row is handed on or counted in `rejected`, never both.
#pragma once

#include <string>

#include "host/catalog/model_row.hpp"
#include "host/ingest/column_map.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/text/text_file.hpp"

namespace hubcensus {

// An empty cell is unknown. So is one that is no value of its column (a counter that is negative or
// no integer, an impossible date, an `_id` that is not 24 hexadecimal digits), but that is counted.
ModelsDumpReport read_models_csv(const std::string& path, const ColumnMap& columns,
                                 const ModelSink& sink, const TextLimits& limits = {});

}  // namespace hubcensus
