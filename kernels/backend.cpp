#include "kernels/backend.hpp"

namespace hubcensus {
namespace {

void check_column(const EncodedColumn& column, int64_t rows, int bit_width, const char* name) {
  const bool sound = column.encoding == Encoding::plain && column.bit_width == bit_width &&
                     column.values == rows && column.nulls == 0 &&
                     static_cast<int64_t>(column.bytes.size()) == rows * (bit_width / 8);
  if (!sound) {
    throw Error(ErrorKind::internal,
                std::string("batch column '") + name + "' does not match its counts");
  }
}

void check_population(const Population& population, size_t codes) {
  if (population.values.size() != population.born.size() || population.values.size() != codes) {
    throw Error(ErrorKind::internal, "values, days of creation and codes differ in length");
  }
}

}  // namespace

void Fold::add(const EncodedBatch& batch) {
  if (batch.rows == 0) return;
  check_column(batch.model, batch.rows, 32, "model");
  check_column(batch.day, batch.rows, 16, "day");
  check_column(batch.downloads, batch.rows, batch.downloads.bit_width == 64 ? 64 : 32, "downloads");
  do_add(batch);
}

std::unique_ptr<Fold> Backend::start_fold(const FoldPlan& plan, MemoryBudget& budget) {
  if (plan.values && plan.size_class == nullptr) {
    throw Error(ErrorKind::internal, "facet values lacks the size class of each model");
  }
  return do_start_fold(plan, budget);
}

CodeSums Backend::sum_by_code(const Population& population, std::span<const uint32_t> codes,
                              uint32_t n_codes) {
  check_population(population, codes.size());
  if (codes.empty()) return {std::vector<uint64_t>(n_codes), std::vector<uint64_t>(n_codes)};
  return do_sum_by_code(population, codes, n_codes);
}

std::vector<ValueCounts> Backend::count_values(const Population& population,
                                               std::span<const uint8_t> codes, uint32_t n_codes) {
  check_population(population, codes.size());
  if (codes.empty()) return std::vector<ValueCounts>(n_codes);
  return do_count_values(population, codes, n_codes);
}

}  // namespace hubcensus
