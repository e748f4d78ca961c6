#include "kernels/value_counts.hpp"

#include <algorithm>

namespace hubcensus {

uint64_t size(const ValueCounts& distribution) {
  uint64_t total = 0;
  for (const uint64_t count : distribution.counts) total += count;
  return total;
}

u128 sum(const ValueCounts& distribution) {
  u128 total = 0;
  for (size_t i = 0; i < distribution.values.size(); ++i) {
    total += u128{distribution.values[i]} * distribution.counts[i];
  }
  return total;
}

u128 sum_of_squares(const ValueCounts& distribution) {
  u128 total = 0;
  for (size_t i = 0; i < distribution.values.size(); ++i) {
    total += u128{distribution.values[i]} * distribution.values[i] * distribution.counts[i];
  }
  return total;
}

u128 rank_weighted_sum(const ValueCounts& distribution) {
  u128 total = 0;
  u128 before = 0;  // how many values lie below
  for (size_t i = 0; i < distribution.values.size(); ++i) {
    const u128 count = distribution.counts[i];
    // The ranks before + 1 ... before + count, summed.
    const u128 ranks = count * before + count * (count + 1) / 2;
    total += ranks * distribution.values[i];
    before += count;
  }
  return total;
}

uint64_t count_below(const ValueCounts& distribution, uint64_t bound) {
  uint64_t total = 0;
  for (size_t i = 0; i < distribution.values.size() && distribution.values[i] < bound; ++i) {
    total += distribution.counts[i];
  }
  return total;
}

uint64_t count_nonzero(const ValueCounts& distribution) {
  return size(distribution) - count_below(distribution, 1);
}

uint64_t ceil_share(Probability q, uint64_t n) {
  return static_cast<uint64_t>((u128{q.numerator} * n + q.denominator - 1) / q.denominator);
}

std::optional<uint64_t> quantile(const ValueCounts& distribution, Probability q) {
  return CumulativeCounts(distribution).quantile(q);
}

CumulativeCounts::CumulativeCounts(const ValueCounts& distribution) : distribution_(distribution) {
  counts_.reserve(distribution.values.size() + 1);
  sums_.reserve(distribution.values.size() + 1);
  for (size_t i = 0; i < distribution.values.size(); ++i) {
    counts_.push_back(counts_.back() + distribution.counts[i]);
    sums_.push_back(sums_.back() + u128{distribution.values[i]} * distribution.counts[i]);
  }
}

std::optional<uint64_t> CumulativeCounts::quantile(Probability q) const {
  if (size() == 0) return std::nullopt;
  const uint64_t rank = std::clamp<uint64_t>(ceil_share(q, size()), 1, size());
  const auto above = std::lower_bound(counts_.begin(), counts_.end(), rank);
  return distribution_.values[static_cast<size_t>(above - counts_.begin()) - 1];
}

u128 CumulativeCounts::sum_of_smallest(uint64_t k) const {
  if (k >= size()) return sum();
  const auto above = std::upper_bound(counts_.begin(), counts_.end(), k);
  const auto whole = static_cast<size_t>(above - counts_.begin()) - 1;
  return sums_[whole] + u128{distribution_.values[whole]} * (k - counts_[whole]);
}

u128 CumulativeCounts::sum_of_largest(uint64_t k) const {
  return k >= size() ? sum() : sum() - sum_of_smallest(size() - k);
}

ValueCounts largest(const ValueCounts& distribution, uint64_t k) {
  size_t first = distribution.values.size();
  uint64_t taken = 0;
  while (first > 0 && taken < k) taken += distribution.counts[--first];
  const auto from = static_cast<std::ptrdiff_t>(first);
  ValueCounts result{{distribution.values.begin() + from, distribution.values.end()},
                     {distribution.counts.begin() + from, distribution.counts.end()}};
  if (taken > k) result.counts.front() -= taken - k;
  return result;
}

ValueCounts without_zeros(const ValueCounts& distribution) {
  const std::ptrdiff_t from = !distribution.values.empty() && distribution.values.front() == 0;
  return {{distribution.values.begin() + from, distribution.values.end()},
          {distribution.counts.begin() + from, distribution.counts.end()}};
}

ValueCounts merge(const ValueCounts& left, const ValueCounts& right) {
  ValueCounts result;
  result.values.reserve(left.values.size() + right.values.size());
  result.counts.reserve(left.values.size() + right.values.size());
  size_t i = 0;
  size_t j = 0;
  while (i < left.values.size() || j < right.values.size()) {
    const bool from_left =
        j == right.values.size() || (i < left.values.size() && left.values[i] <= right.values[j]);
    const bool from_right =
        i == left.values.size() || (j < right.values.size() && right.values[j] <= left.values[i]);
    result.values.push_back(from_left ? left.values[i] : right.values[j]);
    result.counts.push_back((from_left ? left.counts[i] : 0) + (from_right ? right.counts[j] : 0));
    i += from_left ? 1 : 0;
    j += from_right ? 1 : 0;
  }
  return result;
}

Ratio gini(const ValueCounts& distribution) {
  const u128 n = size(distribution);
  const u128 total = sum(distribution);
  if (total == 0) return {0, 0};
  return {2 * rank_weighted_sum(distribution) - (n + 1) * total, n * total};
}

}  // namespace hubcensus
