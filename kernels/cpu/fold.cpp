#include "kernels/cpu/fold.hpp"

#include <algorithm>
#include <atomic>

#include "kernels/check_sum.hpp"
#include "kernels/cpu/lifetimes.hpp"
#include "kernels/planned_tally.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus::cpu {
namespace {

template <typename T>
std::span<const T> plain_values(const EncodedColumn& column) {
  return {reinterpret_cast<const T*>(column.bytes.data()), static_cast<size_t>(column.values)};
}

struct Sum {
  static uint64_t of(uint64_t value, uint16_t) { return value; }
  static uint64_t combine(uint64_t left, uint64_t right) { return left + right; }
};

// Of samples of the same model and day the larger one counts.
struct Latest {
  static uint64_t of(uint64_t value, uint16_t day) { return pack_sample(day, value); }
  static uint64_t combine(uint64_t left, uint64_t right) { return std::max(left, right); }
};

// Brings rows of one day and chunk to their period.
template <typename Operator, typename Downloads>
void add_segment(ChunkedColumn<uint64_t>& column, uint16_t day, const Segment<Downloads>& segment) {
  uint64_t* const cells = column.chunk(segment.chunk);
  const auto lock = column.lock(segment.chunk);
  for (size_t row = 0; row < segment.models.size(); ++row) {
    uint64_t& cell = cells[segment.models[row] & kChunkMask];
    cell = Operator::combine(cell, Operator::of(segment.downloads[row], day));
  }
}

// [day] the period that holds it: rows of a model ask for it one by one.
const std::vector<int32_t>& periods_of_days(Grain grain) {
  const auto table = [](Grain of) {
    std::vector<int32_t> periods;
    for (Day day = kFirstRecordDay; day <= kLastRecordDay; ++day) {
      periods.push_back(period_of(of, day));
    }
    return periods;
  };
  static const std::array<std::vector<int32_t>, 4> kTables = {
      table(Grain::day), table(Grain::week), table(Grain::month), table(Grain::year)};
  return kTables[static_cast<size_t>(grain)];
}

// Values on their way to cells that lie anywhere in a cube: each is fetched while those before it
// are added, else every lock would wait for its cell.
template <typename Operator>
class ScatteredCells {
 public:
  explicit ScatteredCells(Cube& cube) : cube_(cube) {}

  void add(uint32_t model, int32_t period, uint64_t value) {
    if (size_ == kMost) flush();
    ChunkedColumn<uint64_t>& column = cube_.period(period);
    uint64_t* const cell = &column.chunk(model >> kChunkBits)[model & kChunkMask];
    __builtin_prefetch(cell, 1);
    cells_[size_++] = {&column, cell, model >> kChunkBits, value};
  }

  void flush() {
    for (size_t i = 0; i < size_; ++i) {
      const Waiting& waiting = cells_[i];
      const auto lock = waiting.column->lock(waiting.chunk);
      *waiting.cell = Operator::combine(*waiting.cell, waiting.value);
    }
    size_ = 0;
  }

 private:
  static constexpr size_t kMost = 64;
  struct Waiting {
    ChunkedColumn<uint64_t>* column;
    uint64_t* cell;
    uint32_t chunk;
    uint64_t value;
  };

  Cube& cube_;
  size_t size_ = 0;
  std::array<Waiting, kMost> cells_;
};

// Rows of the same model and period next to each other become one before they meet the cube.
template <typename Operator, typename Downloads>
void add_mixed_rows(Cube& cube, std::span<const uint32_t> models, std::span<const uint16_t> days,
                    std::span<const Downloads> downloads) {
  const std::vector<int32_t>& period_of_day = periods_of_days(cube.grain());
  ScatteredCells<Operator> cells(cube);
  for (size_t row = 0; row < models.size();) {
    const uint32_t model = models[row];
    const int32_t period = period_of_day[days[row]];
    uint64_t value = 0;
    do {
      value = Operator::combine(value, Operator::of(downloads[row], days[row]));
      ++row;
    } while (row < models.size() && models[row] == model && period_of_day[days[row]] == period);
    cells.add(model, period, value);
  }
  cells.flush();
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

void ValueCounter::drain_into(ValueDistribution& distribution) const {
  ValueDistribution mine;
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i] == nullptr) continue;
    const Cell& cell = *cells_[i];
    ValueCounts& counts = mine[{kFirstYear + static_cast<int32_t>(i / kMaxSizeClasses),
                                static_cast<uint8_t>(i % kMaxSizeClasses)}];
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

CpuFold::CpuFold(const FoldPlan& plan, MemoryBudget& budget)
    : plan_(plan), tally_(planned_tally(plan, budget)), partials_(&budget) {}

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
  constexpr size_t kRowsPerDay = 16;  // with fewer on average a day is no unit of work
  size_t changes = 0;
  for (size_t row = 1; row < days.size(); ++row) changes += days[row] != days[row - 1] ? 1 : 0;
  if (changes * kRowsPerDay > days.size()) {
    add_mixed(mine, models, days, downloads);
  } else {
    for (size_t begin = 0; begin < days.size();) {
      size_t end = begin + 1;
      while (end < days.size() && days[end] == days[begin]) ++end;
      const size_t rows = end - begin;
      add_day(mine, days[begin], models.subspan(begin, rows), downloads.subspan(begin, rows));
      begin = end;
    }
  }
  if (plan_.users) {
    mine.users.add(days, models, countries);
    if (std::any_of(downloads.begin(), downloads.end(), [](auto n) { return n != 1; })) {
      throw Error(ErrorKind::internal, "facet users: a request is one download");
    }
  }
}

template <typename Downloads>
void CpuFold::add_day(Partial& mine, uint16_t day, std::span<const uint32_t> models,
                      std::span<const Downloads> downloads) {
  mine.days.records[day] += models.size();
  if (!plan_.latest) {
    u128 total = 0;
    for (const Downloads value : downloads) total += value;
    mine.downloads += total;
    mine.days.downloads[day] += static_cast<uint64_t>(total);
  }
  std::array<ChunkedColumn<uint64_t>*, 2> columns{};
  const auto targets = cubes();
  for (size_t i = 0; i < targets.size(); ++i) {
    if (targets[i] == nullptr) continue;
    columns[i] = &targets[i]->period(periods_of_days(targets[i]->grain())[day]);
  }
  mine.cutter.cut(models, downloads, [&](const Segment<Downloads>& segment) {
    for (ChunkedColumn<uint64_t>* column : columns) {
      if (column == nullptr) continue;
      if (plan_.latest) {
        add_segment<Latest>(*column, day, segment);
      } else {
        add_segment<Sum>(*column, day, segment);
      }
    }
    if (tally_.values) add_values(mine, day, segment);
  });
}

template <typename Downloads>
void CpuFold::add_values(Partial& mine, uint16_t day, const Segment<Downloads>& segment) {
  const int32_t year = periods_of_days(Grain::year)[day];
  const uint8_t* const classes = plan_.size_class->find(segment.chunk);
  for (size_t row = 0; row < segment.models.size(); ++row) {
    const uint8_t size_class = classes == nullptr ? 0 : classes[segment.models[row] & kChunkMask];
    mine.values.add(year, size_class, segment.downloads[row]);
  }
}

template <typename Downloads>
void CpuFold::add_mixed(Partial& mine, std::span<const uint32_t> models,
                        std::span<const uint16_t> days, std::span<const Downloads> downloads) {
  for (const uint16_t day : days) ++mine.days.records[day];
  for (Cube* cube : cubes()) {
    if (cube == nullptr) continue;
    if (plan_.latest) {
      add_mixed_rows<Latest>(*cube, models, days, downloads);
    } else {
      add_mixed_rows<Sum>(*cube, models, days, downloads);
    }
  }
  if (plan_.latest) return;
  u128 total = 0;
  for (size_t row = 0; row < days.size(); ++row) {
    mine.days.downloads[days[row]] += downloads[row];
    total += downloads[row];
  }
  mine.downloads += total;
  if (!tally_.values) return;
  const std::vector<int32_t>& year_of_day = periods_of_days(Grain::year);
  uint8_t size_class = 0;
  for (size_t row = 0; row < days.size(); ++row) {
    if (row == 0 || models[row] != models[row - 1]) size_class = plan_.size_class->get(models[row]);
    mine.values.add(year_of_day[days[row]], size_class, downloads[row]);
  }
}

std::array<Cube*, 2> CpuFold::cubes() const {
  if (plan_.latest) return {tally_.latest.get(), tally_.latest_fine.get()};
  return {tally_.month.get(), tally_.fine.get()};
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
  check_sum(total, kAcceptedDownloads);
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
