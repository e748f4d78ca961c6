#include "kernels/cpu/user_counter.hpp"

#include <algorithm>
#include <utility>

#include "kernels/calendar.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus::cpu {
namespace {

constexpr size_t kLeastPending = size_t{1} << 18;  // 2 MiB of keys

}  // namespace

void UserCounter::add(std::span<const uint16_t> days, std::span<const uint32_t> models,
                      std::span<const uint16_t> countries) {
  uint16_t month = 0;
  for (size_t row = 0; row < models.size(); ++row) {
    if (row == 0 || days[row] != days[row - 1]) {
      month = static_cast<uint16_t>(period_of(Grain::month, days[row]));
    }
    if (pending_.size() == pending_.capacity()) make_room();
    pending_.push_back(pack({countries[row], month, models[row]}));
  }
}

void UserCounter::make_room() {
  count_pending();
  const size_t room = std::max(kLeastPending, counted_.values.size());
  if (room <= pending_.capacity()) return;
  free_pending();
  pending_charge_.set(static_cast<int64_t>(room * sizeof(uint64_t)));
  pending_.reserve(room);
}

void UserCounter::count_pending() {
  std::sort(pending_.begin(), pending_.end());
  UserCounts fresh = count_users(pending_, counted_.charge.budget());
  counted_ = counted_.values.empty() ? std::move(fresh) : merge(counted_, fresh);
  pending_.clear();
}

void UserCounter::free_pending() {
  pending_ = std::vector<uint64_t>();  // {} would keep the room
  pending_charge_.set(0);
}

UserCounts UserCounter::take() {
  count_pending();
  free_pending();
  return std::exchange(counted_, UserCounts(counted_.charge.budget()));
}

UserCounts merge_all(std::vector<UserCounts> parts) {
  for (size_t step = 1; step < parts.size(); step *= 2) {
    for (size_t i = 0; i + step < parts.size(); i += 2 * step) {
      parts[i] = merge(parts[i], parts[i + step]);
      parts[i + step] = UserCounts(parts[i].charge.budget());
    }
  }
  return std::move(parts.front());
}

}  // namespace hubcensus::cpu
