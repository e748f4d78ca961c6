#include "host/bench/bench_records.hpp"

#include <tbb/parallel_for.h>
#include <tbb/parallel_sort.h>

#include <algorithm>

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
    downloads_[row] = facet == Facet::users ? 1 : static_cast<uint32_t>(1 + bits % 1000);
    models_[row] = static_cast<uint32_t>(model_of(order, row, day, rows, n, bits));
    if (facet == Facet::users) countries_[row] = static_cast<uint16_t>(bits % kCountries);
  });
  for (size_t model = 0; model < born_.size(); ++model) {
    born_[model] = kFirstDay + static_cast<Day>(kDays) / 2 -
                   static_cast<Day>(uniform_below(random_bits(model), 2 * kDays));
  }
}

FoldPlan BenchRecords::plan() const {
  FoldPlan plan;
  plan.month = facet_ == Facet::month;
  plan.latest = facet_ == Facet::latest;
  plan.age = facet_ == Facet::age;
  plan.users = facet_ == Facet::users;
  if (plan.age) plan.born = born_;
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
