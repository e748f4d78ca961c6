// About what the catalogue and the lineage of a dump will hold, told by its numbers of rows and
// bytes: for a plan, before anything is read. What they do hold, they say themselves.
#pragma once

#include <cstdint>

namespace hubcensus {

struct DumpSize {
  int64_t models = 0;
  int64_t id_bytes = 0;  // of all ids
  bool has_object_ids = false;
  bool has_attributes = false;
};

// As Catalog::bytes() counts.
int64_t catalog_bytes(const DumpSize& dump);
// What lineage_facts() takes from the budget, and gives back.
int64_t lineage_bytes(int64_t models);

}  // namespace hubcensus
