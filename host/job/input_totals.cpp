#include "host/job/input_totals.hpp"

#include <filesystem>

#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/text/mapped_file.hpp"

namespace hubcensus {
namespace {

void add(std::optional<int64_t>& sum, const std::optional<int64_t>& part) {
  sum = sum && part ? std::optional(*sum + *part) : std::nullopt;
}

}  // namespace

StageTotals input_totals(const std::string& path) {
  StageTotals totals;
  std::error_code error;
  if (path == kStandardInput) return totals;
  const auto bytes = std::filesystem::file_size(path, error);
  if (error) return totals;  // the reader will say so
  totals.bytes = static_cast<int64_t>(bytes);
  if (looks_like_parquet(path)) totals.rows = ParquetFile(path).metadata().num_rows();
  return totals;
}

StageTotals input_totals(const std::vector<std::string>& paths) {
  StageTotals sum{0, 0};
  for (const std::string& path : paths) {
    const StageTotals totals = input_totals(path);
    add(sum.rows, totals.rows);
    add(sum.bytes, totals.bytes);
  }
  return sum;
}

}  // namespace hubcensus
