// A multiset of unsigned integers as distinct values in ascending order with their multiplicity.
//
// Every statistic of a distribution (quantiles, Gini, Lorenz, top shares, sum of squares) depends
// on the sorted values alone, and downloads repeat: three million models have some ten thousand
// distinct values a month. So values are counted, not sorted, and ties need no rule.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/ratio.hpp"

namespace hubcensus {

struct ValueCounts {
  std::vector<uint64_t> values;  // ascending, distinct
  std::vector<uint64_t> counts;  // of the same length, none zero

  bool operator==(const ValueCounts&) const = default;
};

// A probability as an exact fraction: 0.9 is {9, 10}.
struct Probability {
  uint64_t numerator;
  uint64_t denominator;
};

uint64_t size(const ValueCounts& distribution);  // n, with multiplicity
u128 sum(const ValueCounts& distribution);
u128 sum_of_squares(const ValueCounts& distribution);
// Sum of i * d_i with d ascending and i from 1 to n.
u128 rank_weighted_sum(const ValueCounts& distribution);
uint64_t count_below(const ValueCounts& distribution, uint64_t bound);
uint64_t count_nonzero(const ValueCounts& distribution);
// Nearest rank: the value at index ceil(q * n), from 1, ascending; the minimum for q = 0; none
// where n = 0. Equal to SQL's quantile_disc.
std::optional<uint64_t> quantile(const ValueCounts& distribution, Probability q);
// The `k` largest values as a distribution of their own.
ValueCounts largest(const ValueCounts& distribution, uint64_t k);
ValueCounts without_zeros(const ValueCounts& distribution);
// Union with multiplicities added: the merge operator of distributions.
ValueCounts merge(const ValueCounts& left, const ValueCounts& right);

// ceil(numerator * n / denominator), for a share of n things.
uint64_t ceil_share(Probability q, uint64_t n);

// Prefix sums over a distribution, which outlives them: quantiles, Lorenz points and top shares are
// searches then, however many are asked for.
class CumulativeCounts {
 public:
  explicit CumulativeCounts(const ValueCounts& distribution);

  uint64_t size() const { return counts_.back(); }
  u128 sum() const { return sums_.back(); }
  std::optional<uint64_t> quantile(Probability q) const;  // as the function of that name
  // Sum of the `k` smallest (largest) values, of all where there are fewer.
  u128 sum_of_smallest(uint64_t k) const;
  u128 sum_of_largest(uint64_t k) const;

 private:
  const ValueCounts& distribution_;
  std::vector<uint64_t> counts_ = {0};  // [i] of the first i values
  std::vector<u128> sums_ = {0};
};

// Gini coefficient (2 * sum(i * d_i) - (n + 1) * sum d) / (n * sum d); 0/0 where n or the sum is 0.
Ratio gini(const ValueCounts& distribution);

}  // namespace hubcensus
