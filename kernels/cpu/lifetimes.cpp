#include "kernels/cpu/lifetimes.hpp"

#include <algorithm>
#include <atomic>

#include "kernels/backend.hpp"

namespace hubcensus::cpu {
namespace {

// Rows ahead whose lines are fetched, as in the fold of the cubes. A cell is only known once the
// model's day of creation is, so that is fetched as far ahead again, when the ages are made.
constexpr size_t kPrefetchRows = 16;

constexpr int32_t kLastLimit = kAgeLimits.back();

// [age] for the ages below the last limit, and one for all others.
constexpr auto kBandOfAge = [] {
  std::array<uint8_t, kLastLimit + 1> bands{};
  for (int32_t age = 0; age <= kLastLimit; ++age) {
    while (bands[age] < kAgeLimits.size() && age >= kAgeLimits[bands[age]]) ++bands[age];
  }
  return bands;
}();

// Downloads of models of known age; rows of the same model and day next to each other are one.
struct AgedRows {
  static constexpr size_t kMostRows = 1024;

  size_t size = 0;
  std::array<uint32_t, kMostRows> models;
  std::array<int32_t, kMostRows> ages;  // never below 0
  std::array<uint64_t, kMostRows> downloads;

  void add(uint32_t model, int32_t age, uint64_t value) {
    models[size] = model;
    ages[size] = age;
    downloads[size++] = value;
  }
};

// Fills `aged` with rows from `row` on; returns the first that it did not take.
template <typename Downloads>
size_t take_rows(AgedRows& aged, size_t row, std::span<const Day> born,
                 std::span<const uint32_t> models, std::span<const uint16_t> days,
                 std::span<const Downloads> downloads) {
  aged.size = 0;
  while (row < models.size() && aged.size < AgedRows::kMostRows) {
    if (row + kPrefetchRows < models.size() && models[row + kPrefetchRows] < born.size()) {
      __builtin_prefetch(&born[models[row + kPrefetchRows]]);
    }
    const uint32_t model = models[row];
    const uint16_t day = days[row];
    uint64_t value = 0;
    do value += downloads[row++];
    while (row < models.size() && models[row] == model && days[row] == day);
    if (value == 0 || model >= born.size() || born[model] == kAlwaysBorn) continue;
    const int64_t age = int64_t{day} - born[model];
    aged.add(model, static_cast<int32_t>(std::clamp<int64_t>(age, 0, kLastLimit)), value);
  }
  return row;
}

void add_ages(AgeFacet& facet, const AgedRows& rows) {
  const auto cell = [&](size_t row) -> uint64_t& {
    return facet.cell(rows.models[row], kBandOfAge[static_cast<size_t>(rows.ages[row])]);
  };
  for (size_t row = 0; row < rows.size; ++row) {
    if (row + kPrefetchRows < rows.size) __builtin_prefetch(&cell(row + kPrefetchRows), 1);
    const std::atomic_ref<uint64_t> target(cell(row));
    target.fetch_add(rows.downloads[row], std::memory_order_relaxed);
  }
}

void add_weeks(WeekFacet& facet, const AgedRows& rows) {
  const auto week_of = [&](size_t row) {
    return static_cast<uint32_t>(rows.ages[row] / kDaysOfWeek);
  };
  for (size_t row = 0; row < rows.size; ++row) {
    const size_t ahead = row + kPrefetchRows;
    if (ahead < rows.size && week_of(ahead) < kLifeWeeks) {
      __builtin_prefetch(&facet.cell(rows.models[ahead], week_of(ahead)), 1);
    }
    const uint32_t week = week_of(row);
    if (week >= kLifeWeeks) continue;
    const uint64_t value = rows.downloads[row];
    const auto low = static_cast<uint32_t>(value);
    const std::atomic_ref<uint32_t> target(facet.cell(rows.models[row], week));
    const uint32_t before = target.fetch_add(low, std::memory_order_relaxed);
    const uint64_t above = (value >> 32) + ((uint64_t{before} + low) >> 32);
    if (above != 0) facet.carry(rows.models[row], week, above);
  }
}

}  // namespace

template <typename Downloads>
void add_lifetimes(Tally& tally, std::span<const Day> born, std::span<const uint32_t> models,
                   std::span<const uint16_t> days, std::span<const Downloads> downloads) {
  AgedRows rows;
  for (size_t row = 0; row < models.size();) {
    row = take_rows(rows, row, born, models, days, downloads);
    if (tally.age) add_ages(*tally.age, rows);
    if (tally.weeks) add_weeks(*tally.weeks, rows);
  }
}

template void add_lifetimes(Tally&, std::span<const Day>, std::span<const uint32_t>,
                            std::span<const uint16_t>, std::span<const uint32_t>);
template void add_lifetimes(Tally&, std::span<const Day>, std::span<const uint32_t>,
                            std::span<const uint16_t>, std::span<const uint64_t>);

}  // namespace hubcensus::cpu
