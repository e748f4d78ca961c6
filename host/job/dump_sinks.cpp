#include "host/job/dump_sinks.hpp"

#include "host/console/progress.hpp"
#include "host/interrupt.hpp"

namespace hubcensus {

std::vector<ModelSink> dump_sinks(CatalogBuilder& builder, size_t parts) {
  std::vector<ModelSink> sinks;
  for (DumpPart* part : builder.begin_parts(parts)) {
    sinks.emplace_back([part](const ModelRow& row) {
      part->add(row);
      constexpr uint32_t kRowsBetweenLooks = 1 << 14;
      if (part->size() % kRowsBetweenLooks != 0) return;
      add_rows_done(kRowsBetweenLooks);
      check_interrupted();
    });
  }
  return sinks;
}

}  // namespace hubcensus
