#include "host/generate/dump_file.hpp"

#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>

#include <algorithm>
#include <future>
#include <numeric>
#include <vector>

#include "host/generate/draw.hpp"
#include "host/generate/dump_rows.hpp"
#include "host/generate/output_error.hpp"
#include "host/generate/parallel.hpp"

namespace hubcensus::generate {
namespace {

constexpr size_t kRowsPerGroup = size_t{1} << 15;

struct RowGroup {
  std::shared_ptr<arrow::Table> table;
  DumpCounts counts;
};

std::vector<uint32_t> row_order(const Population& population, bool shuffled) {
  std::vector<uint32_t> order(static_cast<size_t>(population.size()));
  std::iota(order.begin(), order.end(), 0U);
  for (size_t i = shuffled ? order.size() : 0; i > 1; --i) {
    std::swap(order[i - 1], order[below(draw(population.seed(), Stream::shuffle_dump, i), i)]);
  }
  return order;
}

std::unique_ptr<parquet::arrow::FileWriter> open_writer(const DumpLayout& layout) {
  parquet::WriterProperties::Builder builder;
  builder.compression(parquet::Compression::SNAPPY);
  builder.created_by(std::string(kCreatedBy));
  for (const char* column : {"_id", "id"}) builder.disable_dictionary(column);
  PARQUET_ASSIGN_OR_THROW(auto sink, arrow::io::FileOutputStream::Open(layout.path.string()));
  PARQUET_ASSIGN_OR_THROW(auto writer, parquet::arrow::FileWriter::Open(
                                           *dump_schema(layout.integer_ids),
                                           arrow::default_memory_pool(), sink, builder.build()));
  return writer;
}

}  // namespace

DumpCounts write_dump(const Population& population, const Totals& totals, const DumpLayout& layout,
                      int threads) {
  const std::vector<uint32_t> order = row_order(population, layout.shuffled);
  const size_t groups = (order.size() + kRowsPerGroup - 1) / kRowsPerGroup;
  // A wave of row groups is made while the one before is written.
  const auto make = [&](size_t begin) {
    std::vector<RowGroup> wave(std::min(static_cast<size_t>(threads), groups - begin));
    for_each_index(threads, static_cast<int64_t>(wave.size()), [&](int64_t k) {
      const auto rows = std::span(order).subspan((begin + static_cast<size_t>(k)) * kRowsPerGroup);
      RowGroup& group = wave[static_cast<size_t>(k)];
      group.table = dump_rows(population, totals, rows.first(std::min(rows.size(), kRowsPerGroup)),
                              layout.integer_ids, group.counts);
    });
    return wave;
  };
  DumpCounts counts;
  reported_as_output(layout.path, [&] {
    const auto writer = open_writer(layout);
    std::vector<RowGroup> wave = make(0);
    for (size_t begin = wave.size(); !wave.empty(); begin += wave.size()) {
      auto next = std::async(std::launch::async, make, begin);
      for (const RowGroup& group : wave) {
        PARQUET_THROW_NOT_OK(writer->WriteTable(*group.table, group.table->num_rows()));
        counts.add(group.counts);
      }
      wave = next.get();
    }
    PARQUET_THROW_NOT_OK(writer->Close());
  });
  return counts;
}

}  // namespace hubcensus::generate
