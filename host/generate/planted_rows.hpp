// Rows of a dump, of any schema that the generator writes, for the planted models.
#pragma once

#include <arrow/api.h>

#include <memory>

#include "host/generate/planted_hub.hpp"

namespace hubcensus::generate {

// The planted models that exist on `day`, with the counters of its end. model_id, where the schema
// has it, counts from `first_integer_id`.
std::shared_ptr<arrow::Table> planted_rows(const PlantedHub& hub,
                                           const std::shared_ptr<arrow::Schema>& schema, Day day,
                                           int64_t first_integer_id);
// Above all integer ids of the drawn models.
int64_t first_planted_id(const Population& population);

}  // namespace hubcensus::generate
