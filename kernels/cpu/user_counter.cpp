#include "kernels/cpu/user_counter.hpp"

#include <algorithm>

#include "kernels/calendar.hpp"
#include "kernels/user_key.hpp"

namespace hubcensus::cpu {
namespace {

constexpr size_t kLeastPending = size_t{1} << 18;  // 2 MiB of keys
constexpr int64_t kBytesPerCount = 2 * sizeof(uint64_t);

ValueCounts count(const std::vector<uint64_t>& ascending) {
  ValueCounts counts;
  for (const uint64_t key : ascending) {
    if (counts.values.empty() || counts.values.back() != key) {
      counts.values.push_back(key);
      counts.counts.push_back(0);
    }
    ++counts.counts.back();
  }
  return counts;
}

}  // namespace

void UserCounter::add(uint16_t day, std::span<const uint32_t> models,
                      std::span<const uint16_t> countries) {
  const auto month = static_cast<uint16_t>(period_of(Grain::month, day));
  for (size_t row = 0; row < models.size(); ++row) {
    if (pending_.size() == pending_.capacity()) reduce();
    pending_.push_back(pack({countries[row], month, models[row]}));
  }
}

void UserCounter::reduce() {
  std::sort(pending_.begin(), pending_.end());
  ValueCounts fresh = count(pending_);
  // Beside what is counted: the keys, their counts, and the union of both for a moment.
  const size_t most = fresh.values.size() + counted_.values.size();
  const size_t room = std::max(kLeastPending, most);
  hold(static_cast<int64_t>(room * sizeof(uint64_t)) +
       2 * static_cast<int64_t>(most) * kBytesPerCount);
  counted_ = counted_.values.empty() ? std::move(fresh) : merge(counted_, fresh);
  pending_.clear();
  pending_.reserve(std::max(kLeastPending, counted_.values.size()));
}

void UserCounter::hold(int64_t bytes) {
  if (bytes <= held_bytes_) return;
  budget_->take(bytes - held_bytes_, "facet users");
  held_bytes_ = bytes;
}

ValueCounts UserCounter::take() {
  std::sort(pending_.begin(), pending_.end());
  ValueCounts all = merge(counted_, count(pending_));
  pending_ = {};
  counted_ = {};
  return all;
}

ValueCounts merge_all(std::vector<ValueCounts> parts) {
  if (parts.empty()) return {};
  for (size_t step = 1; step < parts.size(); step *= 2) {
    for (size_t i = 0; i + step < parts.size(); i += 2 * step) {
      parts[i] = merge(parts[i], parts[i + step]);
      parts[i + step] = {};
    }
  }
  return std::move(parts.front());
}

}  // namespace hubcensus::cpu
