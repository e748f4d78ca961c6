#include "kernels/value_counts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

// The reference answers come from sorted vectors, one value after the other; to_decimal() only
// makes 128-bit integers readable in a failure.
namespace hubcensus {
namespace {

using Values = std::vector<uint64_t>;

constexpr uint64_t kLargest = (uint64_t{1} << 48) - 1;

ValueCounts counted(const Values& values) {
  std::map<uint64_t, uint64_t> counts;
  for (const uint64_t value : values) ++counts[value];
  ValueCounts result;
  for (const auto& [value, count] : counts) {
    result.values.push_back(value);
    result.counts.push_back(count);
  }
  return result;
}

struct Shape {
  std::string name;
  Values values;  // ascending
};

std::vector<Shape> shapes() {
  std::vector<Shape> result;
  for (const size_t n : {0, 1, 2, 31, 32, 33, 1023, 1024, 1025}) {
    const auto add = [&](const std::string& name, auto value_at) {
      Values values(n);
      for (size_t i = 0; i < n; ++i) values[i] = value_at(i);
      std::sort(values.begin(), values.end());
      result.push_back({name + " " + std::to_string(n), std::move(values)});
    };
    add("all equal", [](size_t) { return uint64_t{7}; });
    add("zeros", [](size_t) { return uint64_t{0}; });
    add("Zipf", [](size_t i) { return uint64_t{1'000'000} / (i + 1) - (i > 500 ? 900 : 0); });
    add("one giant", [](size_t i) { return i == 0 ? kLargest : i % 3; });
    add("largest", [](size_t) { return kLargest; });
    add("distinct", [](size_t i) { return uint64_t{3} * i; });
  }
  return result;
}

u128 brute_sum(auto begin, auto end) {
  u128 total = 0;
  for (; begin != end; ++begin) total += *begin;
  return total;
}

TEST(ValueCounts, SumsMatchTheSortedValues) {
  for (const auto& [name, values] : shapes()) {
    SCOPED_TRACE(name);
    const ValueCounts counts = counted(values);
    u128 squares = 0;
    u128 weighted = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      squares += u128{values[i]} * values[i];
      weighted += u128{i + 1} * values[i];
    }
    EXPECT_EQ(size(counts), values.size());
    EXPECT_EQ(to_decimal(sum(counts)), to_decimal(brute_sum(values.begin(), values.end())));
    EXPECT_EQ(to_decimal(sum_of_squares(counts)), to_decimal(squares));
    EXPECT_EQ(to_decimal(rank_weighted_sum(counts)), to_decimal(weighted));
    for (const uint64_t bound : {uint64_t{0}, uint64_t{1}, uint64_t{7}, uint64_t{8}, uint64_t{200},
                                 kLargest, kLargest + 1}) {
      const auto below = std::count_if(values.begin(), values.end(),
                                       [&](uint64_t value) { return value < bound; });
      EXPECT_EQ(count_below(counts, bound), static_cast<uint64_t>(below)) << bound;
    }
    const auto zeros = static_cast<size_t>(std::count(values.begin(), values.end(), 0));
    EXPECT_EQ(count_nonzero(counts), values.size() - zeros);
    EXPECT_EQ(without_zeros(counts),
              counted(Values(values.begin() + static_cast<std::ptrdiff_t>(zeros), values.end())));
  }
}

TEST(ValueCounts, LargestAndSmallestTakeTheEnds) {
  for (const auto& [name, values] : shapes()) {
    const ValueCounts counts = counted(values);
    for (const uint64_t k : {0, 1, 2, 10, 31, 32, 33, 1000, 1024, 1025, 5000}) {
      SCOPED_TRACE(name + ", k = " + std::to_string(k));
      const auto taken = static_cast<std::ptrdiff_t>(std::min<uint64_t>(k, values.size()));
      EXPECT_EQ(to_decimal(CumulativeCounts(counts).sum_of_largest(k)),
                to_decimal(brute_sum(values.end() - taken, values.end())));
      EXPECT_EQ(to_decimal(CumulativeCounts(counts).sum_of_smallest(k)),
                to_decimal(brute_sum(values.begin(), values.begin() + taken)));
      EXPECT_EQ(largest(counts, k), counted(Values(values.end() - taken, values.end())));
    }
  }
}

TEST(ValueCounts, QuantileIsTheNearestRank) {
  const std::vector<Probability> probabilities = {{0, 1},  {1, 1000}, {1, 100},    {1, 10},
                                                  {1, 4},  {1, 3},    {1, 2},      {3, 4},
                                                  {9, 10}, {99, 100}, {999, 1000}, {1, 1}};
  for (uint64_t n = 0; n <= 200; ++n) {
    Values distinct(n);
    std::iota(distinct.begin(), distinct.end(), uint64_t{1});  // the value is its rank
    Values repeated(n);
    for (uint64_t i = 0; i < n; ++i) repeated[i] = i / 5;
    for (const Probability q : probabilities) {
      SCOPED_TRACE(std::to_string(q.numerator) + "/" + std::to_string(q.denominator) + " of " +
                   std::to_string(n));
      if (n == 0) {
        EXPECT_EQ(quantile(counted(distinct), q), std::nullopt);
        continue;
      }
      uint64_t rank = 0;  // ceil(q * n) without a division: the first rank that reaches q * n
      while (rank * q.denominator < q.numerator * n) ++rank;
      EXPECT_EQ(ceil_share(q, n), rank);
      rank = std::max<uint64_t>(rank, 1);
      EXPECT_EQ(quantile(counted(distinct), q), rank);
      EXPECT_EQ(quantile(counted(repeated), q), repeated[rank - 1]);
    }
  }
}

TEST(ValueCounts, CeilShareHasRoomForLargeProducts) {
  EXPECT_EQ(ceil_share({999, 1000}, uint64_t{1} << 63), 9'214'148'664'817'921'033ULL);
  EXPECT_EQ(ceil_share({1, 10'000}, 2'161'698), 217U);
}

TEST(ValueCounts, GiniIsWrittenUnreduced) {
  EXPECT_EQ(gini({}), (Ratio{0, 0}));
  EXPECT_EQ(gini(counted(Values(32, 0))), (Ratio{0, 0}));
  EXPECT_EQ(gini(counted({5})), (Ratio{0, 5}));
  EXPECT_EQ(gini(counted({5, 5})), (Ratio{0, 20}));
  EXPECT_EQ(gini(counted({0, 0, 0, 8})), (Ratio{24, 32}));  // all in one hand: (n - 1) / n
  for (const auto& [name, values] : shapes()) {
    SCOPED_TRACE(name);
    // Half the mean absolute difference over the mean: sum over i, j of |d_i - d_j| / (2 n sum).
    u128 differences = 0;
    u128 total = 0;
    for (const uint64_t left : values) {
      total += left;
      for (const uint64_t right : values) differences += left > right ? left - right : right - left;
    }
    const Ratio result = gini(counted(values));
    if (total == 0) {
      EXPECT_EQ(result, (Ratio{0, 0}));
      continue;
    }
    EXPECT_EQ(to_decimal(result.denominator), to_decimal(values.size() * total));
    EXPECT_EQ(to_decimal(2 * result.numerator), to_decimal(differences));
  }
}

TEST(ValueCounts, MergeIsAUnionWithLaws) {
  const ValueCounts a = counted({0, 0, 1, 7, 7, kLargest});
  const ValueCounts b = counted({1, 2, 7});
  const ValueCounts c = counted({0, 3, kLargest, kLargest});
  EXPECT_EQ(merge(a, b), counted({0, 0, 1, 1, 2, 7, 7, 7, kLargest}));
  const std::vector<ValueCounts> all = {{}, a, b, c, counted(Values(1025, 9))};
  for (const ValueCounts& left : all) {
    EXPECT_EQ(merge(left, {}), left);
    EXPECT_EQ(merge({}, left), left);
    for (const ValueCounts& middle : all) {
      EXPECT_EQ(merge(left, middle), merge(middle, left));
      EXPECT_EQ(size(merge(left, middle)), size(left) + size(middle));
      for (const ValueCounts& right : all) {
        EXPECT_EQ(merge(merge(left, middle), right), merge(left, merge(middle, right)));
      }
    }
  }
}

}  // namespace
}  // namespace hubcensus
