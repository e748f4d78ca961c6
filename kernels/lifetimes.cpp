#include "kernels/lifetimes.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

constexpr int64_t kBytesOfCarry = 64;  // a node of the map

}  // namespace

void AgeFacet::merge(const AgeFacet& other) {
  for (uint32_t index = 0; index < kMaxChunks; ++index) {
    const AgeBands* added = other.cells_.find(index);
    if (added == nullptr) continue;
    AgeBands* bands = cells_.chunk(index);
    for (uint32_t i = 0; i < kChunkValues; ++i) {
      for (size_t band = 0; band < kAgeBands; ++band) bands[i][band] += added[i][band];
    }
  }
}

WeekFacet::~WeekFacet() {
  budget_->give_back(static_cast<int64_t>(carries_.size()) * kBytesOfCarry);
}

void WeekFacet::carry(uint32_t model, uint32_t week, uint64_t times) {
  const std::lock_guard lock(mutex_);
  const std::pair key{model, week};
  auto found = carries_.find(key);
  if (found == carries_.end()) {
    budget_->take(kBytesOfCarry, "facet weeks");
    found = carries_.emplace(key, 0).first;
  }
  found->second += times;
}

void WeekFacet::add(uint32_t model, uint32_t week, uint64_t downloads) {
  uint32_t& low = cell(model, week);
  const uint64_t sum = uint64_t{low} + static_cast<uint32_t>(downloads);
  low = static_cast<uint32_t>(sum);
  const uint64_t above = (downloads >> 32) + (sum >> 32);
  if (above != 0) carry(model, week, above);
}

LifeWeeks WeekFacet::of_model(uint32_t model) const {
  const Cells cells = cells_.get(model);
  LifeWeeks weeks;
  std::copy(cells.begin(), cells.end(), weeks.begin());
  if (carries_.empty()) return weeks;
  for (auto at = carries_.lower_bound({model, 0}); at != carries_.end(); ++at) {
    const auto& [key, times] = *at;
    if (key.first != model) break;
    weeks[key.second] += times << 32;
  }
  return weeks;
}

void WeekFacet::merge(const WeekFacet& other) {
  for (uint32_t index = 0; index < kMaxChunks; ++index) {
    const Cells* added = other.cells_.find(index);
    if (added == nullptr) continue;
    Cells* cells = cells_.chunk(index);
    for (uint32_t i = 0; i < kChunkValues; ++i) {
      for (uint32_t week = 0; week < kLifeWeeks; ++week) {
        const uint64_t sum = uint64_t{cells[i][week]} + added[i][week];
        cells[i][week] = static_cast<uint32_t>(sum);
        if (sum >> 32 != 0) carry((index << kChunkBits) + i, week, sum >> 32);
      }
    }
  }
  for (const auto& [key, times] : other.carries_) carry(key.first, key.second, times);
}

}  // namespace hubcensus
