#include "kernels/cpu/fold.hpp"

#include <algorithm>

namespace hubcensus::cpu {
namespace {

// Rows ahead of the one being added whose cells are fetched: an atomic add waits for its line, and
// lines of different models would otherwise be waited for one after the other.
constexpr size_t kPrefetchRows = 16;

template <typename T>
std::span<const T> plain_values(const EncodedColumn& column) {
  return {reinterpret_cast<const T*>(column.bytes.data()), static_cast<size_t>(column.values)};
}

void add_atomically(uint64_t& cell, uint64_t value) {
  std::atomic_ref<uint64_t>(cell).fetch_add(value, std::memory_order_relaxed);
}

// Adds the rows of one day to its period; rows of the same model next to each other are one add.
template <typename Downloads>
void add_run(Cube& cube, Day day, std::span<const uint32_t> models,
             std::span<const Downloads> downloads) {
  ChunkedColumn<uint64_t>& column = cube.period(period_of(cube.grain(), day));
  const auto cell = [&](size_t row) -> uint64_t& {
    return column.chunk(models[row] >> kChunkBits)[models[row] & kChunkMask];
  };
  for (size_t row = 0; row < models.size();) {
    if (row + kPrefetchRows < models.size()) __builtin_prefetch(&cell(row + kPrefetchRows), 1);
    const uint32_t model = models[row];
    uint64_t& target = cell(row);
    uint64_t sum = 0;
    do sum += downloads[row++];
    while (row < models.size() && models[row] == model);
    if (sum != 0) add_atomically(target, sum);
  }
}

}  // namespace

void ValueCounter::add(int32_t year, uint8_t size_class, uint64_t value) {
  if (year != cached_year_) {
    cached_year_ = year;
    cached_.fill(nullptr);
  }
  Cell*& cell = cached_[size_class];
  if (cell == nullptr) cell = &cells_[{year, size_class}];
  if (value < kDenseValues) {
    ++cell->dense[value];
  } else {
    ++cell->sparse[value];
  }
}

void ValueCounter::drain_into(ValueDistribution& distribution) const {
  ValueDistribution mine;
  for (const auto& [key, cell] : cells_) {
    ValueCounts& counts = mine[key];
    for (uint64_t value = 0; value < kDenseValues; ++value) {
      if (cell.dense[value] == 0) continue;
      counts.values.push_back(value);
      counts.counts.push_back(cell.dense[value]);
    }
    const std::map<uint64_t, uint64_t> ascending(cell.sparse.begin(), cell.sparse.end());
    for (const auto& [value, count] : ascending) {
      counts.values.push_back(value);
      counts.counts.push_back(count);
    }
  }
  merge_into(distribution, mine);
}

CpuFold::CpuFold(const FoldPlan& plan, MemoryBudget& budget) : plan_(plan) {
  if (plan.month) tally_.month = std::make_unique<Cube>(Grain::month, budget, "facet month");
  if (plan.fine) tally_.fine = std::make_unique<Cube>(*plan.fine, budget, "facet of --grain");
  if (plan.values) tally_.values.emplace();
}

void CpuFold::do_add(const EncodedBatch& batch) {
  const auto models = plain_values<uint32_t>(batch.model);
  const auto days = plain_values<uint16_t>(batch.day);
  if (batch.downloads.bit_width == 32) {
    add_rows(models, days, plain_values<uint32_t>(batch.downloads));
  } else {
    add_rows(models, days, plain_values<uint64_t>(batch.downloads));
  }
}

template <typename Downloads>
void CpuFold::add_rows(std::span<const uint32_t> models, std::span<const uint16_t> days,
                       std::span<const Downloads> downloads) {
  Partial& mine = partials_.local();
  // Rows of the same day next to each other (a file a day is the rule) share period and totals.
  for (size_t begin = 0; begin < days.size();) {
    const uint16_t day = days[begin];
    size_t end = begin + 1;
    while (end < days.size() && days[end] == day) ++end;
    const auto run_models = models.subspan(begin, end - begin);
    const auto run_downloads = downloads.subspan(begin, end - begin);
    begin = end;

    u128 total = 0;
    for (const Downloads value : run_downloads) total += value;
    mine.downloads += total;
    mine.days.records[day] += run_models.size();
    mine.days.downloads[day] += static_cast<uint64_t>(total);

    for (Cube* cube : {tally_.month.get(), tally_.fine.get()}) {
      if (cube != nullptr) add_run(*cube, day, run_models, run_downloads);
    }
    if (tally_.values) {
      const int32_t year = period_of(Grain::year, day);
      for (size_t row = 0; row < run_models.size(); ++row) {
        mine.values.add(year, plan_.size_class->get(run_models[row]), run_downloads[row]);
      }
    }
  }
}

Tally CpuFold::do_finish() {
  u128 total = 0;
  for (const Partial& partial : partials_) {
    total += partial.downloads;
    tally_.days.merge(partial.days);
    if (tally_.values) partial.values.drain_into(*tally_.values);
  }
  // Below this bound no sum over any part of the records overflows, nor does its square 38 digits.
  if (total > static_cast<u128>(std::numeric_limits<int64_t>::max())) {
    throw Error(ErrorKind::invalid_input,
                "the accepted downloads sum to " + to_decimal(total) + ", beyond 2^63 - 1");
  }
  return std::move(tally_);
}

}  // namespace hubcensus::cpu
