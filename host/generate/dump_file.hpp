// Writes models.parquet: the dump of the sample Hub in the nested hub-stats schema, one row a
// model. Planted models are a last row group, and not counted.
#pragma once

#include <arrow/api.h>

#include <filesystem>
#include <vector>

#include "host/generate/lineage.hpp"
#include "host/generate/planted_hub.hpp"
#include "host/generate/totals.hpp"

namespace hubcensus::generate {

// The indices of the models in the order of the dump's rows.
std::vector<uint32_t> row_order(const Population& population, bool shuffled);

struct DumpLayout {
  std::filesystem::path path;
  bool shuffled = false;
  bool integer_ids = false;
};

// The counters are those of `totals`, which must be complete. Throws Error(output).
DumpCounts write_dump(const Population& population, const Totals& totals, const PlantedHub& planted,
                      const DumpLayout& layout, int threads);
// The planted models as rows of the dump.
std::shared_ptr<arrow::Table> planted_dump_rows(const Population& population,
                                                const PlantedHub& planted,
                                                const DumpLayout& layout);

}  // namespace hubcensus::generate
