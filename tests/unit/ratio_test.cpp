#include "kernels/ratio.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace hubcensus {
namespace {

TEST(Ratio, ZeroDenominatorHasNoQuotient) {
  EXPECT_EQ(nearest({0, 0}), std::nullopt);
  EXPECT_EQ(nearest({5, 0}), std::nullopt);
  EXPECT_EQ(nearest({0, 5}), 0.0);
}

TEST(Ratio, SmallOperandsEqualTheDivisionOfDoubles) {
  // For operands below 2^53 the hardware's division is the correctly rounded quotient.
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const uint64_t numerator = random() >> (11 + random() % 53);
    const uint64_t denominator = (random() >> (11 + random() % 53)) | 1;
    EXPECT_EQ(nearest({numerator, denominator}),
              static_cast<double>(numerator) / static_cast<double>(denominator));
  }
}

TEST(Ratio, RoundsHalfToEvenAndSeesTheStickyBit) {
  const u128 two53 = u128{1} << 53;
  EXPECT_EQ(nearest({two53 + 1, 1}), std::ldexp(1.0, 53));          // tie: to even, down
  EXPECT_EQ(nearest({two53 + 3, 1}), std::ldexp(1.0, 53) + 4);      // tie: to even, up
  EXPECT_EQ(nearest({2 * two53 + 3, 2}), std::ldexp(1.0, 53) + 2);  // 2^53 + 1.5
  EXPECT_EQ(nearest({(two53 + 1) * 1024 + 1, 1024}), std::ldexp(1.0, 53) + 2);  // just over the tie
}

TEST(Ratio, ReachesTheWholeRange) {
  const u128 largest = ~u128{0};
  EXPECT_EQ(nearest({largest, 1}), std::ldexp(1.0, 128));
  EXPECT_EQ(nearest({1, largest}), std::ldexp(1.0, -128));
  EXPECT_EQ(nearest({largest, largest}), 1.0);
  EXPECT_EQ(nearest({largest - 1, largest}), 1.0);
}

TEST(Ratio, DecimalDigits) {
  EXPECT_EQ(to_decimal(0), "0");
  EXPECT_EQ(to_decimal(u128{10} * 1000000000000000000ULL * 10), "100000000000000000000");
  EXPECT_EQ(to_decimal(~u128{0}), "340282366920938463463374607431768211455");
}

}  // namespace
}  // namespace hubcensus
