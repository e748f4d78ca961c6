#include "host/bench/bench_records.hpp"

#include <tbb/parallel_for.h>
#include <tbb/parallel_sort.h>

#include <algorithm>
#include <tuple>

#include "host/bench/random_numbers.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus::bench {
namespace {

constexpr uint64_t kDays = 366;
constexpr uint64_t kCountries = 40;

uint64_t model_of(Order order, uint64_t row, uint64_t day, uint64_t rows, uint64_t n,
                  uint64_t bits) {
  if (order == Order::uniform) return uniform_below(random_bits(bits), n);
  if (order == Order::zipf) return zipf_up_to(random_bits(bits), n) * 0x9E37'79B1 % n;
  const uint64_t begin = (day * rows + kDays - 1) / kDays;
  const uint64_t end = ((day + 1) * rows + kDays - 1) / kDays;
  return (row - begin) * n / std::max<uint64_t>(1, end - begin);
}

size_t band_of(Day age) {
  size_t band = 0;
  while (band < kAgeLimits.size() && age >= kAgeLimits[band]) ++band;
  return band;
}

uint32_t downloads_of(Facet facet, uint64_t bits) {
  if (facet == Facet::users) return 1;
  const bool is_large = facet == Facet::values && bits % 1024 == 0;
  return static_cast<uint32_t>(is_large ? 65'536 + bits / 1024 % 100'000 : 1 + bits % 1000);
}

// [of] keys ascending, each with the sum of what came with it, handed to take(key, sum).
template <typename Key, typename Take>
void for_sums(std::vector<std::pair<Key, uint64_t>>& of, Take take) {
  tbb::parallel_sort(of.begin(), of.end());
  for (size_t begin = 0; begin < of.size();) {
    uint64_t sum = 0;
    size_t end = begin;
    for (; end < of.size() && of[end].first == of[begin].first; ++end) sum += of[end].second;
    take(of[begin].first, sum);
    begin = end;
  }
}

}  // namespace

BenchRecords::BenchRecords(const Options& options, Order order, Facet facet)
    : facet_(facet),
      models_(static_cast<size_t>(options.rows)),
      days_(models_.size()),
      downloads_(models_.size()),
      countries_(facet == Facet::users ? models_.size() : 0),
      born_(static_cast<size_t>(options.models)) {
  const auto rows = static_cast<uint64_t>(options.rows);
  const auto n = static_cast<uint64_t>(options.models);
  tbb::parallel_for(uint64_t{0}, rows, [&](uint64_t row) {
    const uint64_t day = row * kDays / rows;
    days_[row] = static_cast<uint16_t>(kFirstDay + static_cast<Day>(day));
    const uint64_t bits = random_bits(row);
    downloads_[row] = downloads_of(facet, bits);
    models_[row] = static_cast<uint32_t>(model_of(order, row, day, rows, n, bits));
    if (facet == Facet::users) countries_[row] = static_cast<uint16_t>(bits % kCountries);
  });
  for (size_t model = 0; model < born_.size(); ++model) {
    born_[model] = kFirstDay + static_cast<Day>(kDays) / 2 -
                   static_cast<Day>(uniform_below(random_bits(model), 2 * kDays));
    if (facet != Facet::values) continue;
    size_class_.set(static_cast<uint32_t>(model),
                    static_cast<uint8_t>(random_bits(model) % kMaxSizeClasses));
  }
}

FoldPlan BenchRecords::plan() const {
  FoldPlan plan;
  plan.month = facet_ == Facet::month;
  plan.latest = facet_ == Facet::latest;
  plan.age = facet_ == Facet::age;
  plan.users = facet_ == Facet::users;
  plan.weeks = facet_ == Facet::weeks;
  if (plan.age || plan.weeks) plan.born = born_;
  plan.values = facet_ == Facet::values;
  if (plan.values) plan.size_class = &size_class_;
  return plan;
}

int64_t BenchRecords::bytes() const {
  const auto of_row = sizeof(uint32_t) + sizeof(uint16_t) + sizeof(uint32_t) +
                      (facet_ == Facet::users ? sizeof(uint16_t) : 0);
  return rows() * static_cast<int64_t>(of_row);
}

EncodedBatch BenchRecords::batch(int64_t first) const {
  const auto count = static_cast<size_t>(std::min(kRowsOfBatch, rows() - first));
  const auto begin = static_cast<size_t>(first);
  EncodedBatch batch;
  batch.rows = static_cast<int64_t>(count);
  batch.model = plain_column(std::span(models_).subspan(begin, count));
  batch.day = plain_column(std::span(days_).subspan(begin, count));
  batch.downloads = plain_column(std::span(downloads_).subspan(begin, count));
  if (countries_.empty()) return batch;
  batch.user_country = plain_column(std::span(countries_).subspan(begin, count));
  return batch;
}

bool BenchRecords::are_in(const Tally& tally) const {
  switch (facet_) {
    case Facet::month:
      return are_in(*tally.month);
    case Facet::latest:
      return are_in(*tally.latest);
    case Facet::age:
      return are_in(*tally.age);
    case Facet::weeks:
      return are_in(*tally.weeks);
    case Facet::values:
      return are_in(*tally.values);
    case Facet::users:
      break;
  }
  return are_in(*tally.users);
}

bool BenchRecords::are_in(const Cube& cube) const {
  const int32_t first = period_of(Grain::month, kFirstDay);
  const int32_t last = period_of(Grain::month, kFirstDay + static_cast<Day>(kDays) - 1);
  std::vector<std::vector<uint64_t>> cells(static_cast<size_t>(last - first + 1));
  for (auto& month : cells) month.resize(born_.size());
  for (size_t row = 0; row < models_.size(); ++row) {
    const int32_t month = period_of(Grain::month, days_[row]);
    uint64_t& cell = cells[static_cast<size_t>(month - first)][models_[row]];
    cell = facet_ == Facet::latest ? std::max(cell, pack_sample(days_[row], downloads_[row]))
                                   : cell + downloads_[row];
  }
  for (int32_t month = first; month <= last; ++month) {
    const ChunkedColumn<uint64_t>* column = cube.find(month);
    const auto& expected = cells[static_cast<size_t>(month - first)];
    for (uint32_t model = 0; model < expected.size(); ++model) {
      if (expected[model] != (column == nullptr ? 0 : column->get(model))) return false;
    }
  }
  return true;
}

bool BenchRecords::are_in(const AgeFacet& age) const {
  std::vector<AgeBands> bands(born_.size());
  for (size_t row = 0; row < models_.size(); ++row) {
    const uint32_t model = models_[row];
    bands[model][band_of(days_[row] - born_[model])] += downloads_[row];
  }
  for (uint32_t model = 0; model < bands.size(); ++model) {
    if (age.of_model(model) != bands[model]) return false;
  }
  return true;
}

bool BenchRecords::are_in(const WeekFacet& weeks) const {
  std::vector<std::pair<uint64_t, uint64_t>> downloads;  // by model and week
  downloads.reserve(models_.size());
  for (size_t row = 0; row < models_.size(); ++row) {
    const uint32_t model = models_[row];
    const int32_t week = std::max(0, days_[row] - born_[model]) / kDaysOfWeek;
    if (week >= static_cast<int32_t>(kLifeWeeks)) continue;
    downloads.emplace_back(uint64_t{model} * kLifeWeeks + static_cast<uint64_t>(week),
                           downloads_[row]);
  }
  bool are_equal = true;
  uint64_t counted = 0;
  for_sums(downloads, [&](uint64_t cell, uint64_t sum) {
    const LifeWeeks found = weeks.of_model(static_cast<uint32_t>(cell / kLifeWeeks));
    are_equal = are_equal && found[cell % kLifeWeeks] == sum;
    counted += sum;
  });
  for (uint32_t model = 0; model < born_.size(); ++model) {
    for (const uint64_t of_week : weeks.of_model(model)) counted -= of_week;
  }
  return are_equal && counted == 0;
}

bool BenchRecords::are_in(const ValueDistribution& values) const {
  using Key = std::tuple<int32_t, uint8_t, uint64_t>;
  std::vector<std::pair<Key, uint64_t>> records(models_.size());  // by year, class and value
  tbb::parallel_for(size_t{0}, records.size(), [&](size_t row) {
    records[row] = {
        {period_of(Grain::year, days_[row]), size_class_.get(models_[row]), downloads_[row]}, 1};
  });
  std::vector<std::pair<Key, uint64_t>> found;
  for (const auto& [group, counts] : values) {
    for (size_t i = 0; i < counts.values.size(); ++i) {
      found.push_back({{group.first, group.second, counts.values[i]}, counts.counts[i]});
    }
  }
  size_t at = 0;
  bool are_equal = true;
  for_sums(records, [&](const Key& key, uint64_t count) {
    are_equal = are_equal && at < found.size() && found[at] == std::pair(key, count);
    ++at;
  });
  return are_equal && at == found.size();
}

bool BenchRecords::are_in(const UserCounts& users) const {
  std::vector<uint64_t> keys(models_.size());
  tbb::parallel_for(size_t{0}, keys.size(), [&](size_t row) {
    const auto month = static_cast<uint16_t>(period_of(Grain::month, days_[row]));
    keys[row] = pack({countries_[row], month, models_[row]});
  });
  tbb::parallel_sort(keys.begin(), keys.end());
  size_t at = 0;
  for (size_t begin = 0; begin < keys.size(); ++at) {
    size_t end = begin + 1;
    while (end < keys.size() && keys[end] == keys[begin]) ++end;
    if (at == users.values.size() || users.values[at] != keys[begin]) return false;
    if (users.counts[at] != end - begin) return false;
    begin = end;
  }
  return at == users.values.size();
}

}  // namespace hubcensus::bench
