#include "kernels/tally.hpp"

#include <algorithm>

namespace hubcensus {

Cube::Cube(Grain grain, MemoryBudget& budget, std::string name, CubeMerge merge)
    : grain_(grain),
      merge_(merge),
      first_period_(period_of(grain, kFirstRecordDay)),
      budget_(&budget),
      name_(std::move(name)),
      slots_(static_cast<size_t>(period_of(grain, kLastRecordDay) - first_period_) + 1),
      mutex_(std::make_unique<std::mutex>()) {}

ChunkedColumn<uint64_t>& Cube::period(int32_t index) {
  const size_t at = slot(index);
  ChunkedColumn<uint64_t>* column = slots_[at].load(std::memory_order_acquire);
  return column != nullptr ? *column : create(at);
}

const ChunkedColumn<uint64_t>* Cube::find(int32_t index) const {
  // The window of the year 2149 ends behind the last month that a record can lie in.
  if (index < first_period_ || slot(index) >= slots_.size()) return nullptr;
  return slots_[slot(index)].load(std::memory_order_acquire);
}

ChunkedColumn<uint64_t>* Cube::find(int32_t index) {
  return const_cast<ChunkedColumn<uint64_t>*>(std::as_const(*this).find(index));
}

ChunkedColumn<uint64_t>& Cube::create(size_t at) {
  const std::lock_guard lock(*mutex_);
  if (ChunkedColumn<uint64_t>* column = slots_[at].load()) return *column;
  owned_.push_back(std::make_unique<ChunkedColumn<uint64_t>>(*budget_, name_));
  slots_[at].store(owned_.back().get(), std::memory_order_release);
  return *owned_.back();
}

void Cube::merge(const Cube& other) {
  if (grain_ != other.grain_) throw Error(ErrorKind::internal, "cubes of different grain");
  if (merge_ != other.merge_) throw Error(ErrorKind::internal, "cubes of different operators");
  for (size_t at = 0; at < other.slots_.size(); ++at) {
    const ChunkedColumn<uint64_t>* from = other.slots_[at].load();
    if (from == nullptr) continue;
    ChunkedColumn<uint64_t>& into = period(first_period_ + static_cast<int32_t>(at));
    for (uint32_t index = 0; index < kMaxChunks; ++index) {
      const uint64_t* added = from->find(index);
      if (added == nullptr) continue;
      uint64_t* values = into.chunk(index);
      if (merge_ == CubeMerge::sum) {
        for (uint32_t i = 0; i < kChunkValues; ++i) values[i] += added[i];
      } else {
        for (uint32_t i = 0; i < kChunkValues; ++i) values[i] = std::max(values[i], added[i]);
      }
    }
  }
}

void DayTotals::merge(const DayTotals& other) {
  const auto& [other_records, other_downloads] = other;
  for (size_t day = 0; day < records.size(); ++day) {
    records[day] += other_records[day];
    downloads[day] += other_downloads[day];
  }
}

void merge_into(ValueDistribution& left, const ValueDistribution& right) {
  for (const auto& [key, counts] : right) {
    ValueCounts& mine = left[key];
    mine = hubcensus::merge(mine, counts);
  }
}

void Tally::merge(const Tally& other) {
  // Both operands are opened, so that a new facet without its merge does not compile.
  auto& [my_days, my_month, my_fine, my_latest, my_latest_fine, my_values, my_users, my_age,
         my_weeks] = *this;
  const auto& [days_, month_, fine_, latest_, latest_fine_, values_, users_, age_, weeks_] = other;
  const auto check_facet = [](bool mine, bool theirs) {
    if (mine == theirs) return;
    throw Error(ErrorKind::internal, "tallies with different facets cannot be merged");
  };
  const auto merge_cube = [&](const std::unique_ptr<Cube>& into,
                              const std::unique_ptr<Cube>& from) {
    check_facet(into != nullptr, from != nullptr);
    if (into != nullptr) into->merge(*from);
  };
  check_facet(my_values.has_value(), values_.has_value());
  check_facet(my_users.has_value(), users_.has_value());
  check_facet(my_age != nullptr, age_ != nullptr);
  check_facet(my_weeks != nullptr, weeks_ != nullptr);
  my_days.merge(days_);
  merge_cube(my_month, month_);
  merge_cube(my_fine, fine_);
  merge_cube(my_latest, latest_);
  merge_cube(my_latest_fine, latest_fine_);
  if (my_values) merge_into(*my_values, *values_);
  if (my_users) my_users = hubcensus::merge(*my_users, *users_);
  if (my_age) my_age->merge(*age_);
  if (my_weeks) my_weeks->merge(*weeks_);
}

}  // namespace hubcensus
