// The way of a dump's rows into the catalogue: a sink for each part of the dump, which adds its
// rows to a part of the builder, tells how far the reading is, and stops it where a signal has
// come.
#pragma once

#include <vector>

#include "host/catalog/catalog_builder.hpp"

namespace hubcensus {

// For the parts that come next; the builder must not be built before they are filled.
std::vector<ModelSink> dump_sinks(CatalogBuilder& builder, size_t parts);

}  // namespace hubcensus
