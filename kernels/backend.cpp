#include "kernels/backend.hpp"

#include "kernels/check_sum.hpp"
#include "kernels/encoding/decode_pages.hpp"

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

void check_pages(const EncodedColumn& column, int64_t rows, const char* name) {
  const bool has_width = column.bit_width == 32 || column.bit_width == 64;
  const bool sound = column.values == rows && column.nulls == 0 &&
                     (has_width || column.encoding == Encoding::rle_dictionary);
  if (!sound) {
    throw Error(ErrorKind::internal,
                std::string("pages of column '") + name + "' do not match their counts");
  }
}

void check_codes(const HeldPopulation& models, const HeldCodes& codes) {
  if (models.size() != codes.codes().size()) {
    throw Error(ErrorKind::internal, "values and codes differ in length");
  }
}

void check_samples(const Cube& cube) {
  if (cube.merge_operator() != CubeMerge::max) {
    throw Error(ErrorKind::internal, "a cube of sums holds no samples");
  }
}

void check_facets(const FoldPlan& plan) {
  if (plan.values && plan.size_class == nullptr) {
    throw Error(ErrorKind::internal, "facet values lacks the size class of each model");
  }
  if (plan.latest && (plan.values || plan.users)) {
    throw Error(ErrorKind::internal, "samples are no downloads of single records");
  }
  if (plan.latest && (plan.age || plan.weeks)) {
    throw Error(ErrorKind::internal, "samples are no downloads of a day");
  }
}

}  // namespace

void Fold::add(const EncodedBatch& batch) {
  if (batch.rows == 0) return;
  check_column(batch.model, batch.rows, 32, "model");
  check_column(batch.day, batch.rows, 16, "day");
  check_column(batch.downloads, batch.rows, batch.downloads.bit_width == 64 ? 64 : 32, "downloads");
  if (batch.user_country.values != 0) {
    check_column(batch.user_country, batch.rows, 16, "user_country");
  }
  do_add(batch);
}

double Fold::add_pages(const EncodedBatch& pages, const DayRange& range, LeftRows& left) {
  left.clear();
  if (pages.rows == 0) return 0;
  check_pages(pages.model, pages.rows, "model");
  check_pages(pages.day, pages.rows, "day");
  check_pages(pages.downloads, pages.rows, "downloads");
  return decode_pages(pages, range, left, [&](const EncodedBatch& rows) { do_add(rows); });
}

std::unique_ptr<Fold> Backend::start_fold(const FoldPlan& plan, MemoryBudget& budget) {
  check_facets(plan);
  return do_start_fold(plan, budget);
}

std::unique_ptr<const HeldPopulation> Backend::hold(const Population& population) {
  if (population.values.size() != population.born.size()) {
    throw Error(ErrorKind::internal, "values and days of creation differ in length");
  }
  return do_hold(population);
}

std::unique_ptr<const HeldCodes> Backend::hold(std::span<const uint32_t> codes, uint32_t n_codes) {
  return do_hold(codes, n_codes);
}

void Backend::sum_by_codes(const HeldPopulation& models, const WantedSums& wanted) {
  for (const HeldCodes* codes : wanted.codes) check_codes(models, *codes);
  if (models.size() == 0) {
    for (size_t i = 0; i < wanted.codes.size(); ++i) {
      const std::vector<uint64_t> zeros(wanted.codes[i]->n_codes());
      *wanted.places[i] = {zeros, zeros};
    }
    return;
  }
  std::vector<CodeSums> sums = do_sum_by_codes(models, wanted.codes);
  for (size_t i = 0; i < sums.size(); ++i) *wanted.places[i] = std::move(sums[i]);
}

CodeSums Backend::sum_by_code(const HeldPopulation& models, const HeldCodes& codes) {
  CodeSums sums;
  WantedSums wanted;
  wanted.add(codes, sums);
  sum_by_codes(models, wanted);
  return sums;
}

std::vector<ValueCounts> Backend::count_values(const HeldPopulation& models,
                                               const HeldCodes& codes) {
  check_codes(models, codes);
  if (models.size() == 0) return std::vector<ValueCounts>(codes.n_codes());
  return do_count_values(models, codes);
}

std::vector<uint32_t> Backend::largest(const HeldPopulation& models, size_t k) {
  if (models.size() == 0 || k == 0) return {};
  return do_largest(models, k);
}

Corrections Backend::convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                            uint32_t models) {
  check_samples(latest);
  const Differences found = do_convert_to_differences(latest, born, first_day, models);
  latest.set_merge_operator(CubeMerge::sum);
  check_sum(found.downloads, "the differences of snapshots");
  check_sum(found.fallen_downloads, "the falls between snapshots");
  return {found.falls, static_cast<uint64_t>(found.fallen_downloads), found.baselines};
}

void Backend::keep_last_samples(Cube& latest, const DayTotals& days) {
  check_samples(latest);
  std::vector<Day> last_day(static_cast<size_t>(latest.end_period() - latest.first_period()));
  for (Day day = kFirstSampleDay; day <= kLastRecordDay; ++day) {
    if (days.records[static_cast<size_t>(day)] == 0) continue;
    last_day[static_cast<size_t>(period_of(latest.grain(), day) - latest.first_period())] = day;
  }
  const u128 sum = do_keep_last_samples(latest, last_day);
  latest.set_merge_operator(CubeMerge::sum);
  check_sum(sum, "the samples of the periods' last days");
}

std::unique_ptr<PairSort> Backend::hold_pairs(std::span<const uint32_t> keys,
                                              std::span<const uint32_t> values) {
  if (keys.size() != values.size()) {
    throw Error(ErrorKind::internal, "keys and values of pairs differ in length");
  }
  if (keys.size() > std::numeric_limits<uint32_t>::max()) {
    throw Error(ErrorKind::internal, "pairs beyond 2^32 - 1 are not sorted");
  }
  return do_hold_pairs(keys, values);
}

}  // namespace hubcensus
