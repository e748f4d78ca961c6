#include "host/generate/activity.hpp"

#include <algorithm>
#include <mutex>

#include "host/generate/draw.hpp"
#include "host/generate/parallel.hpp"
#include "kernels/error.hpp"

namespace hubcensus::generate {
namespace {

constexpr int64_t kChunk = 16384;

constexpr uint64_t kHeadShare = 475;      // of 1,000 downloads; published: 496 for the top 0.01 %
constexpr uint64_t kMostHeadShare = 850;  // of 1,000 downloads of one cell

// How often a class has records, relative to the others.
constexpr std::array<uint64_t, kActivityClasses> kActivity = {0, 5, 20, 60, 180, 400, 1000, 100000};

// A model's downloads by age, of 2: they rise for a week, and wane until the fourth month.
uint64_t age_factor(int32_t days) {
  if (days < 7) return 6;
  if (days < 28) return 8;
  if (days < 56) return 5;
  return days < 120 ? 3 : 2;
}

uint64_t aged_rate(const Model& model, int32_t day) {
  // Those that are older than the first day have all waned.
  const bool steady = model.activity == kHeadClass || model.first_day == 0;
  return uint64_t{model.rate} * (steady ? 2 : age_factor(day - model.first_day));
}

size_t share_of(const Model& model) {
  return size_t{model.cell} * 2 + (model.activity == kHeadClass ? 1 : 0);
}

uint64_t multiplier(u128 downloads, uint64_t weight) {
  return weight == 0 ? 0 : static_cast<uint64_t>((downloads << 32) / weight);
}

// Saturday and Sunday have three quarters.
bool is_weekend(int32_t day) { return (kFirstDay + day + 3) % 7 >= 5; }

}  // namespace

ClassCounts day_quotas(const ClassCounts& existing, uint64_t records, uint32_t dither) {
  ClassCounts quotas{};
  u128 weight = 0;
  for (size_t c = 0; c < kActivityClasses; ++c) weight += u128{existing[c]} * kActivity[c];
  u128 rest = u128{records} << 32;  // 32 fractional bits
  u128 given = dither;
  for (size_t c = kActivityClasses; c-- > 0;) {
    const u128 own = u128{existing[c]} * kActivity[c];
    const u128 share = own != 0 ? std::min(rest * own / weight, u128{existing[c]} << 32)
                                : (c == 0 ? rest : u128{0});
    // Differences of a floor: the quotas sum to the records, with fractions evened out over days.
    quotas[c] = static_cast<uint32_t>(((given + share) >> 32) - (given >> 32));
    given += share;
    rest -= share;
    weight -= own;
    if (quotas[c] > existing[c]) {
      throw Error(ErrorKind::internal, "a day has more records than models");
    }
  }
  return quotas;
}

Activity::Activity(const Population& population, const GrowthCurve& growth, int64_t records,
                   int threads)
    : population_(population), growth_(growth), weights_(kMonths), multipliers_(kMonths) {
  count_classes();
  if (records == 0) return;
  weigh_months(threads);
  const uint64_t by_models = static_cast<uint64_t>(population.size()) * kMeanDownloads;
  const uint64_t by_records = static_cast<uint64_t>(records) * kMostDownloadsPerRecord;
  set_multipliers(std::min(by_models, by_records));
}

void Activity::count_classes() {
  ClassCounts counts{};
  int64_t index = 0;
  for (int32_t day = 0; day < kDays; ++day) {
    for (; index < growth_.models_on(day); ++index) ++counts[population_[index].activity];
    existing_.push_back(counts);
  }
}

void Activity::weigh_months(int threads) {
  std::mutex mutex;
  const int64_t chunks = (population_.size() + kChunk - 1) / kChunk;
  for_each_index(threads, chunks, [&](int64_t chunk) {
    std::vector<std::array<uint64_t, kShares>> weights(kMonths);
    const int64_t end = std::min((chunk + 1) * kChunk, population_.size());
    for (int64_t i = chunk * kChunk; i < end; ++i) {
      const Model& model = population_[i];
      if (model.activity == 0) continue;
      for (int32_t month = month_of(model.first_day); month < kMonths; ++month) {
        const int32_t first = std::max<int32_t>(first_day_of_month(month), model.first_day);
        const int32_t last = first_day_of_month(month + 1);
        weights[static_cast<size_t>(month)][share_of(model)] +=
            aged_rate(model, (first + last) / 2) * static_cast<uint64_t>(last - first);
      }
    }
    const std::lock_guard lock(mutex);
    for (size_t month = 0; month < kMonths; ++month) {
      for (size_t s = 0; s < kShares; ++s) weights_[month][s] += weights[month][s];
    }
  });
}

void Activity::set_multipliers(uint64_t total) {
  for (int32_t month = 0; month < kMonths; ++month) {
    const auto& weights = weights_[static_cast<size_t>(month)];
    auto& multipliers = multipliers_[static_cast<size_t>(month)];
    // Cells without a model yet leave their share to the others; so do cells without a head.
    uint64_t living = 0;
    uint64_t with_heads = 0;
    for (size_t cell = 0; cell < kCells; ++cell) {
      const uint64_t share = download_share(static_cast<int>(cell), month);
      if (weights[2 * cell] + weights[2 * cell + 1] != 0) living += share;
      if (weights[2 * cell + 1] != 0) with_heads += share;
    }
    if (living == 0) continue;
    const u128 month_total = (u128{total} * month_share(month)) >> 20;
    for (size_t cell = 0; cell < kCells; ++cell) {
      const u128 own = month_total * download_share(static_cast<int>(cell), month) / living;
      const uint64_t tail = weights[2 * cell];
      const uint64_t heads = weights[2 * cell + 1];
      uint64_t of_heads = 0;  // of 1,000
      if (heads != 0) of_heads = std::min(kHeadShare * living / with_heads, kMostHeadShare);
      if (tail == 0) of_heads = 1000;
      multipliers[2 * cell] = multiplier(own * (1000 - of_heads) / 1000, tail);
      multipliers[2 * cell + 1] = multiplier(own * of_heads / 1000, heads);
    }
  }
}

int64_t Activity::downloads(const Model& model, int64_t index, int32_t day, uint64_t scale) const {
  const uint64_t bits = draw(population_.seed(), Stream::record_value,
                             static_cast<uint64_t>(index) * kDays + static_cast<uint64_t>(day));
  if (bits % 512 == 0) return 0;
  const uint64_t factor = multipliers_[static_cast<size_t>(month_of(day))][share_of(model)];
  // Expected downloads with 16 fractional bits, then a triangular noise of mean 1 (384 of 384).
  const u128 expected = (u128{aged_rate(model, day)} * factor) >> 16;
  const uint64_t noise = 129 + ((bits >> 16) & 0xFF) + ((bits >> 24) & 0xFF);
  const u128 value = ((expected * scale) >> 16) * noise / 384;
  const u128 rounded = (value + ((bits >> 32) & 0xFFFF)) >> 16;
  return std::max<int64_t>(static_cast<int64_t>(rounded), 1);
}

std::vector<Record> Activity::records_of(int32_t day) const {
  const ClassCounts& existing = existing_[static_cast<size_t>(day)];
  const auto records = static_cast<uint64_t>(growth_.records_on(day));
  const uint64_t seed = population_.seed();
  const auto dither =
      static_cast<uint32_t>(draw(seed, Stream::day_quota, static_cast<uint64_t>(day)));
  const ClassCounts quotas = day_quotas(existing, records, dither);
  ClassCounts position{};                          // of the even spacing, below `existing`
  std::array<uint64_t, kActivityClasses> scale{};  // models for each record, 16 fractional bits
  for (size_t c = 0; c < kActivityClasses; ++c) {
    const uint64_t subject = static_cast<uint64_t>(day) * kActivityClasses + c;
    position[c] =
        static_cast<uint32_t>(below(draw(seed, Stream::day_offset, subject), existing[c]));
    if (quotas[c] == 0) continue;
    scale[c] = (uint64_t{existing[c]} << 16) / quotas[c] * (is_weekend(day) ? 21 : 30) / 28;
  }
  std::vector<Record> result;
  result.reserve(records);
  const int64_t models = growth_.models_on(day);
  for (int64_t i = 0; i < models; ++i) {
    const Model& model = population_[i];
    const size_t c = model.activity;
    const uint64_t next = uint64_t{position[c]} + quotas[c];
    const bool chosen = next >= existing[c];
    position[c] = static_cast<uint32_t>(chosen ? next - existing[c] : next);
    if (chosen) {
      result.push_back({static_cast<uint32_t>(i), day, downloads(model, i, day, scale[c])});
    }
  }
  return result;
}

}  // namespace hubcensus::generate
