#include "host/generate/api_models.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "host/generate/api_rows.hpp"
#include "host/generate/dump_rows.hpp"
#include "host/generate/output_error.hpp"
#include "host/generate/parallel.hpp"
#include "host/generate/text_file.hpp"

namespace hubcensus::generate {
namespace {

constexpr size_t kChunk = 4096;  // rows of one piece of text

std::vector<std::string> api_rows(const arrow::Table& table) {
  std::vector<std::string> rows;
  for (int64_t row = 0; row < table.num_rows(); ++row) rows.push_back(api_row(table, row));
  return rows;
}

}  // namespace

void write_api_models(const SampleHub& hub, const Totals& totals, const DumpLayout& layout,
                      const std::filesystem::path& folder) {
  const Population& population = hub.population;
  const std::vector<uint32_t> order = row_order(population, layout.shuffled);
  const auto make = [&](int64_t chunk) {
    const auto indices = std::span(order).subspan(static_cast<size_t>(chunk) * kChunk);
    DumpCounts ignored;  // counted while the dump was written
    const auto table =
        dump_rows(population, totals, indices.first(std::min(indices.size(), kChunk)),
                  layout.integer_ids, ignored);
    return api_rows(*table);
  };
  TextFile lines(folder / "models.jsonl");
  TextFile array(folder / "models.json");
  bool first = true;
  const auto write = [&](const std::vector<std::string>& rows) {
    for (const std::string& row : rows) {
      lines.append(row + "\n");
      array.append((first ? "[\n" : ",\n") + row);
      first = false;
    }
  };
  const auto chunks = static_cast<int64_t>((order.size() + kChunk - 1) / kChunk);
  reported_as_output(folder, [&] { for_each_in_order(hub.threads, chunks, make, write); });
  if (!hub.planted.empty()) write(api_rows(*planted_dump_rows(population, hub.planted, layout)));
  array.append("\n]\n");
  lines.close();
  array.close();
}

}  // namespace hubcensus::generate
