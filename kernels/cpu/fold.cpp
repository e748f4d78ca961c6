#include "kernels/cpu/fold.hpp"

#include <algorithm>
#include <atomic>

#include "kernels/cpu/lifetimes.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus::cpu {
namespace {

// Rows ahead of the one being added whose cells are fetched: an atomic add waits for its line, and
// lines of different models would otherwise be waited for one after the other.
constexpr size_t kPrefetchRows = 16;

template <typename T>
std::span<const T> plain_values(const EncodedColumn& column) {
  return {reinterpret_cast<const T*>(column.bytes.data()), static_cast<size_t>(column.values)};
}

// Downloads of rows of the same model next to each other are one add.
struct Sum {
  static uint64_t combine(uint64_t left, uint64_t right) { return left + right; }
  static void apply(uint64_t& cell, uint64_t value, uint16_t) {
    if (value == 0) return;
    std::atomic_ref<uint64_t>(cell).fetch_add(value, std::memory_order_relaxed);
  }
};

// Of samples of the same model and day the larger one counts.
struct Latest {
  static uint64_t combine(uint64_t left, uint64_t right) { return std::max(left, right); }
  static void apply(uint64_t& cell, uint64_t value, uint16_t day) {
    const uint64_t sample = pack_sample(day, value);
    const std::atomic_ref<uint64_t> target(cell);
    uint64_t held = target.load(std::memory_order_relaxed);
    while (held < sample &&
           !target.compare_exchange_weak(held, sample, std::memory_order_relaxed)) {
    }
  }
};

// Brings the rows of one day to their period.
template <typename Operator, typename Downloads>
void add_run(Cube& cube, uint16_t day, std::span<const uint32_t> models,
             std::span<const Downloads> downloads) {
  ChunkedColumn<uint64_t>& column = cube.period(period_of(cube.grain(), day));
  const auto cell = [&](size_t row) -> uint64_t& {
    return column.chunk(models[row] >> kChunkBits)[models[row] & kChunkMask];
  };
  for (size_t row = 0; row < models.size();) {
    if (row + kPrefetchRows < models.size()) __builtin_prefetch(&cell(row + kPrefetchRows), 1);
    const uint32_t model = models[row];
    uint64_t& target = cell(row);
    uint64_t value = 0;
    do value = Operator::combine(value, downloads[row++]);
    while (row < models.size() && models[row] == model);
    Operator::apply(target, value, day);
  }
}

template <typename Downloads>
void check_samples(std::span<const uint16_t> days, std::span<const Downloads> values) {
  if (std::find(days.begin(), days.end(), 0) != days.end()) {
    throw Error(ErrorKind::internal, "a sample of 1970-01-01 cannot be kept");
  }
  const bool fit =
      std::all_of(values.begin(), values.end(), [](uint64_t value) { return value <= kMaxSample; });
  if (!fit) throw Error(ErrorKind::internal, "a sample beyond 2^48 - 1 cannot be kept");
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

CpuFold::CpuFold(const FoldPlan& plan, MemoryBudget& budget) : plan_(plan), partials_(&budget) {
  const CubeMerge merge = plan.latest ? CubeMerge::max : CubeMerge::sum;
  const auto cube = [&](Grain grain, const char* name) {
    return std::make_unique<Cube>(grain, budget, name, merge);
  };
  if (plan.latest) {
    tally_.latest = cube(Grain::month, "facet latest");
  } else if (plan.month) {
    tally_.month = cube(Grain::month, "facet month");
  }
  if (plan.fine) {
    (plan.latest ? tally_.latest_fine : tally_.fine) = cube(*plan.fine, "facet of --grain");
  }
  if (plan.values) tally_.values.emplace();
  if (plan.users) tally_.users.emplace(budget);
  if (plan.age) tally_.age = std::make_unique<AgeFacet>(budget);
  if (plan.weeks) tally_.weeks = std::make_unique<WeekFacet>(budget);
}

void CpuFold::do_add(const EncodedBatch& batch) {
  const auto models = plain_values<uint32_t>(batch.model);
  const auto days = plain_values<uint16_t>(batch.day);
  const auto countries = plain_values<uint16_t>(batch.user_country);
  if (plan_.users && countries.size() != models.size()) {
    throw Error(ErrorKind::internal, "facet users lacks the country of each user");
  }
  if (batch.downloads.bit_width == 32) {
    add_rows(models, days, plain_values<uint32_t>(batch.downloads), countries);
  } else {
    add_rows(models, days, plain_values<uint64_t>(batch.downloads), countries);
  }
}

template <typename Downloads>
void CpuFold::add_rows(std::span<const uint32_t> models, std::span<const uint16_t> days,
                       std::span<const Downloads> downloads, std::span<const uint16_t> countries) {
  if (plan_.latest) check_samples(days, downloads);
  Partial& mine = partials_.local();
  const double begin = processor_seconds();
  add_core(mine, models, days, downloads, countries);
  const double core_end = processor_seconds();
  mine.seconds.core += core_end - begin;
  if (!plan_.age && !plan_.weeks) return;
  add_lifetimes(tally_, plan_.born, models, days, downloads);
  mine.seconds.lifetimes += processor_seconds() - core_end;
}

template <typename Downloads>
void CpuFold::add_core(Partial& mine, std::span<const uint32_t> models,
                       std::span<const uint16_t> days, std::span<const Downloads> downloads,
                       std::span<const uint16_t> countries) {
  // Rows of the same day next to each other (a file a day is the rule) share period and totals.
  for (size_t begin = 0; begin < days.size();) {
    const uint16_t day = days[begin];
    size_t end = begin + 1;
    while (end < days.size() && days[end] == day) ++end;
    const auto run_models = models.subspan(begin, end - begin);
    const auto run_downloads = downloads.subspan(begin, end - begin);
    mine.days.records[day] += run_models.size();
    if (plan_.latest) {
      for (Cube* cube : {tally_.latest.get(), tally_.latest_fine.get()}) {
        if (cube != nullptr) add_run<Latest>(*cube, day, run_models, run_downloads);
      }
    } else {
      add_downloads(mine, day, run_models, run_downloads);
    }
    if (plan_.users) {
      mine.users.add(day, run_models, countries.subspan(begin, end - begin));
      if (std::any_of(run_downloads.begin(), run_downloads.end(), [](auto n) { return n != 1; })) {
        throw Error(ErrorKind::internal, "facet users: a request is one download");
      }
    }
    begin = end;
  }
}

template <typename Downloads>
void CpuFold::add_downloads(Partial& mine, uint16_t day, std::span<const uint32_t> models,
                            std::span<const Downloads> downloads) {
  u128 total = 0;
  for (const Downloads value : downloads) total += value;
  mine.downloads += total;
  mine.days.downloads[day] += static_cast<uint64_t>(total);
  for (Cube* cube : {tally_.month.get(), tally_.fine.get()}) {
    if (cube != nullptr) add_run<Sum>(*cube, day, models, downloads);
  }
  if (!tally_.values) return;
  const int32_t year = period_of(Grain::year, day);
  for (size_t row = 0; row < models.size(); ++row) {
    mine.values.add(year, plan_.size_class->get(models[row]), downloads[row]);
  }
}

Tally CpuFold::do_finish() {
  u128 total = 0;
  std::vector<UserCounts> users;
  for (Partial& partial : partials_) {
    total += partial.downloads;
    tally_.days.merge(partial.days);
    if (tally_.values) partial.values.drain_into(*tally_.values);
    if (tally_.users) users.push_back(partial.users.take());
  }
  if (!users.empty()) tally_.users = merge_all(std::move(users));
  // Below this bound no sum over any part of the records overflows, nor does its square 38 digits.
  if (total > static_cast<u128>(std::numeric_limits<int64_t>::max())) {
    throw Error(ErrorKind::invalid_input,
                "the accepted downloads sum to " + to_decimal(total) + ", beyond 2^63 - 1");
  }
  return std::move(tally_);
}

FoldSeconds CpuFold::do_thread_seconds() const {
  FoldSeconds all;
  for (const Partial& partial : partials_) {
    all.core += partial.seconds.core;
    all.lifetimes += partial.seconds.lifetimes;
  }
  return all;
}

}  // namespace hubcensus::cpu
