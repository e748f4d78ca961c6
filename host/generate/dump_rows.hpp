// Builds rows of the dump as Arrow columns; a row depends on the index and the totals alone.
#pragma once

#include <arrow/api.h>

#include <memory>
#include <span>

#include "host/generate/lineage.hpp"
#include "host/generate/totals.hpp"

namespace hubcensus::generate {

std::shared_ptr<arrow::Schema> dump_schema(bool integer_ids);

// The table of the models with these indices, in this order; adds them to `counts`.
std::shared_ptr<arrow::Table> dump_rows(const Population& population, const Totals& totals,
                                        std::span<const uint32_t> indices, bool integer_ids,
                                        DumpCounts& counts);

}  // namespace hubcensus::generate
