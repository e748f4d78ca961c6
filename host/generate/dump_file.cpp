#include "host/generate/dump_file.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "host/generate/draw.hpp"
#include "host/generate/dump_rows.hpp"
#include "host/generate/output_error.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/planted_rows.hpp"
#include "host/generate/table_file.hpp"

namespace hubcensus::generate {
namespace {

struct RowGroup {
  std::shared_ptr<arrow::Table> table;
  DumpCounts counts;
};

}  // namespace

std::vector<uint32_t> row_order(const Population& population, bool shuffled) {
  std::vector<uint32_t> order(static_cast<size_t>(population.size()));
  std::iota(order.begin(), order.end(), 0U);
  for (size_t i = shuffled ? order.size() : 0; i > 1; --i) {
    std::swap(order[i - 1], order[below(draw(population.seed(), Stream::shuffle_dump, i), i)]);
  }
  return order;
}

std::shared_ptr<arrow::Table> planted_dump_rows(const Population& population,
                                                const PlantedHub& planted,
                                                const DumpLayout& layout) {
  return planted_rows(planted, dump_schema(layout.integer_ids), kFirstDay + kDays - 1,
                      first_planted_id(population));
}

DumpCounts write_dump(const Population& population, const Totals& totals, const PlantedHub& planted,
                      const DumpLayout& layout, int threads) {
  const std::vector<uint32_t> order = row_order(population, layout.shuffled);
  const auto make = [&](int64_t k) {
    const auto rows = std::span(order).subspan(static_cast<size_t>(k * kRowsPerDumpGroup));
    RowGroup group;
    group.table =
        dump_rows(population, totals, rows.first(std::min<size_t>(rows.size(), kRowsPerDumpGroup)),
                  layout.integer_ids, group.counts);
    return group;
  };
  DumpCounts counts;
  reported_as_output(layout.path, [&] {
    const auto writer = open_table_file(layout.path, *dump_schema(layout.integer_ids));
    for_each_in_order(threads, dump_groups(population.size()), make, [&](const RowGroup& group) {
      PARQUET_THROW_NOT_OK(writer->WriteTable(*group.table, group.table->num_rows()));
      counts.add(group.counts);
    });
    if (!planted.empty()) {
      const auto table = planted_dump_rows(population, planted, layout);
      PARQUET_THROW_NOT_OK(writer->WriteTable(*table, table->num_rows()));
    }
    PARQUET_THROW_NOT_OK(writer->Close());
  });
  return counts;
}

}  // namespace hubcensus::generate
