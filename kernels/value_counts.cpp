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

u128 sum_of_largest(const ValueCounts& distribution, uint64_t k) {
  return sum(largest(distribution, k));
}

u128 sum_of_smallest(const ValueCounts& distribution, uint64_t k) {
  u128 total = 0;
  for (size_t i = 0; i < distribution.values.size() && k > 0; ++i) {
    const uint64_t taken = std::min(k, distribution.counts[i]);
    total += u128{distribution.values[i]} * taken;
    k -= taken;
  }
  return total;
}

uint64_t ceil_share(Probability q, uint64_t n) {
  return static_cast<uint64_t>((u128{q.numerator} * n + q.denominator - 1) / q.denominator);
}

std::optional<uint64_t> quantile(const ValueCounts& distribution, Probability q) {
  if (distribution.values.empty()) return std::nullopt;
  uint64_t rank = std::max<uint64_t>(1, ceil_share(q, size(distribution)));
  for (size_t i = 0; i < distribution.values.size(); ++i) {
    if (rank <= distribution.counts[i]) return distribution.values[i];
    rank -= distribution.counts[i];
  }
  return distribution.values.back();
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
