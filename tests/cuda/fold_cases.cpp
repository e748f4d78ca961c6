#include "tests/cuda/fold_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "kernels/user_key.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint16_t kFirst = 19'640;  // 2023-10-10

void add_lifetimes(Facts& facts, const FoldPlan& plan, const Models& models, const Row& row) {
  if (row.downloads == 0 || row.model >= models.born.size()) return;
  const Day born = models.born[row.model];
  if (born == kAlwaysBorn) return;
  const int64_t age = std::max<int64_t>(0, int64_t{row.day} - born);
  uint32_t band = 0;
  for (const int limit : {7, 14, 30, 60, 90, 180, 365}) band += age >= limit ? 1 : 0;
  if (plan.age) facts.age[{row.model, band}] += row.downloads;
  if (plan.weeks && age < 364) {
    facts.weeks[{row.model, static_cast<uint32_t>(age / 7)}] += row.downloads;
  }
}

}  // namespace

Models::Models(MemoryBudget& budget, uint32_t n) : size_classes(budget, "size class") {
  for (uint32_t model = 0; model < n; ++model) size_classes.set(model, size_class(model));
  for (uint32_t model = 0; model + n / 10 < n; ++model) {
    born.push_back(model % 11 == 0 ? kAlwaysBorn : kFirst - 500 + static_cast<Day>(model % 700));
  }
}

Facts brute_force(const Rows& rows, const FoldPlan& plan, const Models& models) {
  Facts facts;
  const auto raise = [](uint64_t& cell, uint64_t value) { cell = std::max(cell, value); };
  for (const Row& row : rows) {
    ++facts.days[row.day].first;
    if (!plan.latest) facts.days[row.day].second += row.downloads;
    const int32_t month = period_of(Grain::month, row.day);
    const int32_t fine = plan.fine ? period_of(*plan.fine, row.day) : 0;
    if (plan.latest) {
      const uint64_t sample = (uint64_t{row.day} << 48) + row.downloads;
      raise(facts.latest[{month, row.model}], sample);
      if (plan.fine) raise(facts.latest_fine[{fine, row.model}], sample);
      continue;
    }
    if (plan.month && row.downloads != 0) facts.month[{month, row.model}] += row.downloads;
    if (plan.fine && row.downloads != 0) facts.fine[{fine, row.model}] += row.downloads;
    if (plan.values) {
      const int32_t year = period_of(Grain::year, row.day);
      ++facts.values[{year, models.size_class(row.model), row.downloads}];
    }
    if (plan.users) ++facts.users[{row.country, month, row.model}];
    if (plan.age || plan.weeks) add_lifetimes(facts, plan, models, row);
  }
  return facts;
}

Facts facts_of(const Tally& tally, const Rows& rows) {
  Facts facts;
  for (uint32_t day = 0; day < tally.days.records.size(); ++day) {
    const std::pair cell{tally.days.records[day], tally.days.downloads[day]};
    if (cell != std::pair<uint64_t, uint64_t>{}) facts.days[day] = cell;
  }
  if (tally.month) facts.month = cells_of(*tally.month);
  if (tally.fine) facts.fine = cells_of(*tally.fine);
  if (tally.latest) facts.latest = cells_of(*tally.latest);
  if (tally.latest_fine) facts.latest_fine = cells_of(*tally.latest_fine);
  std::set<uint32_t> models;
  for (const Row& row : rows) models.insert(row.model);
  for (const uint32_t model : models) {
    for (uint32_t band = 0; tally.age && band < kAgeBands; ++band) {
      const uint64_t cell = tally.age->of_model(model)[band];
      if (cell != 0) facts.age[{model, band}] = cell;
    }
    if (!tally.weeks) continue;
    const LifeWeeks weeks = tally.weeks->of_model(model);
    for (uint32_t week = 0; week < kLifeWeeks; ++week) {
      if (weeks[week] != 0) facts.weeks[{model, week}] = weeks[week];
    }
  }
  if (tally.values) {
    for (const auto& [key, counts] : *tally.values) {
      EXPECT_TRUE(std::is_sorted(counts.values.begin(), counts.values.end()));
      for (size_t i = 0; i < counts.values.size(); ++i) {
        facts.values[{key.first, key.second, counts.values[i]}] = counts.counts[i];
      }
    }
  }
  if (tally.users) {
    EXPECT_TRUE(std::is_sorted(tally.users->values.begin(), tally.users->values.end()));
    for (size_t i = 0; i < tally.users->values.size(); ++i) {
      const UserKey key = unpack_user_key(tally.users->values[i]);
      facts.users[{key.country, key.month, key.model}] = tally.users->counts[i];
    }
  }
  return facts;
}

void add_rows(Fold& fold, std::span<const Row> rows, bool narrow) {
  std::vector<uint32_t> models, downloads32;
  std::vector<uint16_t> days, countries;
  std::vector<uint64_t> downloads;
  for (const Row& row : rows) {
    models.push_back(row.model);
    days.push_back(row.day);
    countries.push_back(row.country);
    downloads.push_back(row.downloads);
    downloads32.push_back(static_cast<uint32_t>(row.downloads));
  }
  EncodedBatch batch;
  batch.rows = static_cast<int64_t>(rows.size());
  batch.model = plain_column<uint32_t>(models);
  batch.day = plain_column<uint16_t>(days);
  batch.downloads =
      narrow ? plain_column<uint32_t>(downloads32) : plain_column<uint64_t>(downloads);
  batch.user_country = plain_column<uint16_t>(countries);
  fold.add(batch);
}

Rows rows_of_shape(const std::string& shape, size_t n, bool requests) {
  std::mt19937_64 random(n + shape.size());
  constexpr uint32_t kModels = 70'000;  // two chunks
  Rows rows(n);
  for (size_t i = 0; i < n; ++i) {
    Row& row = rows[i];
    row.model = static_cast<uint32_t>(random() % kModels);
    if (shape == "one model") row.model = 65'536;
    if (shape == "zipf") row.model = kModels / (1 + static_cast<uint32_t>(random() % kModels));
    if (shape == "giant and singles" && random() % 4 != 0) row.model = 17;
    row.day = static_cast<uint16_t>(kFirst + (shape == "one model" ? 0 : random() % 100));
    row.country = static_cast<uint16_t>(random() % 9 == 0 ? 0xFFFF : random() % 5);
    row.downloads = random() % 5 == 0 ? 65'530 + random() % 12 : random() % 40;
    if (shape == "one model") row.downloads = 0xFFFF'FFFFU;
    if (shape == "large values" && random() % 2 == 0) {
      row.downloads = (uint64_t{1} << 48) - 1 - random() % 3;
      row.day = random() % 2 == 0 ? kLastRecordDay : uint16_t{1};
    }
    if (requests) row.downloads = 1;
  }
  if (shape == "sorted") {
    std::sort(rows.begin(), rows.end(), [](const Row& left, const Row& right) {
      return std::tie(left.model, left.day) < std::tie(right.model, right.day);
    });
  }
  return rows;
}

}  // namespace hubcensus::cuda
