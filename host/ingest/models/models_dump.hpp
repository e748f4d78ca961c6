// A models dump: one row a model, in Parquet (the nested hub-stats schema), CSV or JSON (objects of
// the Hub API).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "host/catalog/model_row.hpp"
#include "host/ingest/column_map.hpp"
#include "host/ingest/text/text_limits.hpp"

namespace hubcensus {

struct ModelsDumpReport {
  int64_t rows_read = 0;  // = accepted + rejected
  int64_t rows_accepted = 0;
  std::map<std::string, int64_t> rejected;       // rows by reason
  std::map<std::string, int64_t> invalid_cells;  // cells taken as null, by column
  std::vector<std::string> bad_lines;            // the first bad objects of JSON, a text each
  std::vector<std::string> missing_optional_columns;
  bool has_created = false;
  bool has_downloads_30_days = false;
  bool has_downloads_all_time = false;
  bool has_object_id = false;
  bool has_integer_id = false;
  std::string hash;
  int64_t bytes = 0;
};

// The parts of a dump that only some tables need; what is not wanted is not read from Parquet.
struct ModelParts {
  bool sizes = true;       // safetensors, gguf
  bool lineage = true;     // baseModels, tags
  bool attributes = true;  // likes, pipeline_tag, library_name, tags, cardData
  bool trending = true;    // likes, trendingScore
};

// A sink for each of so many parts of a dump, which are one behind the other in the file; or one
// for all. A sink gets its rows one by one, in file order; several are filled at once.
using ModelSinks = std::function<std::vector<ModelSink>(size_t parts)>;

// The row groups are the parts, unless there is only one. Required: id; all else is optional.
ModelsDumpReport read_models_parquet(const std::filesystem::path& path, const ColumnMap& columns,
                                     const ModelSinks& sinks, const ModelParts& parts = {});
// By the file's first bytes: Parquet, JSON where the first character is `[` or `{`, else CSV; these
// two are one part. Throws Error(invalid_input) where there are rows and none is a model.
ModelsDumpReport read_models_in_parts(const std::filesystem::path& path, const ColumnMap& columns,
                                      const ModelSinks& sinks, const ModelParts& parts = {},
                                      const TextLimits& limits = {});
// The same into one sink.
ModelsDumpReport read_models(const std::filesystem::path& path, const ColumnMap& columns,
                             const ModelSink& sink, const ModelParts& parts = {},
                             const TextLimits& limits = {});

}  // namespace hubcensus
