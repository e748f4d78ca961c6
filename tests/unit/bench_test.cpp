#include <gtest/gtest.h>

#include "host/bench/measure.hpp"
#include "host/bench/random_numbers.hpp"

namespace hubcensus::bench {
namespace {

TEST(SummaryOf, MedianAndQuartilesAreRunsThatWere) {
  EXPECT_EQ(summary_of({5}).median, 5);
  EXPECT_EQ(summary_of({5}).spread, 0);
  const Seconds nine = summary_of({9, 1, 8, 2, 7, 3, 6, 4, 5});
  EXPECT_EQ(nine.median, 5);
  EXPECT_EQ(nine.spread, 4);  // from 3 to 7
}

TEST(ZipfUpTo, TheFirstIsAsOftenAsTheLawSays) {
  constexpr uint64_t kBound = 1000;
  constexpr uint64_t kDraws = 100'000;
  std::vector<uint64_t> times(kBound + 1);
  for (uint64_t i = 0; i < kDraws; ++i) ++times.at(zipf_up_to(random_bits(i), kBound));
  EXPECT_EQ(times[0], 0U);
  EXPECT_GT(times[1], kDraws / 12);  // log(2) / log(1001) of the draws
  EXPECT_LT(times[1], kDraws / 8);
  EXPECT_GT(times[1], times[3]);
  EXPECT_GT(times[3], times[100]);
}

class WrongOperation final : public Operation {
 public:
  int64_t rows() const override { return 1; }
  int64_t bytes() const override { return 1; }
  bool is_right() override { return false; }
  void run() override { FAIL() << "what is wrong is timed"; }
};

TEST(Measure, NothingThatIsWrongIsTimed) {
  const auto backend = make_cpu_backend();
  const NamedOperation wrong{"wrong", "", [](Backend&, const Options&) {
                               return std::unique_ptr<Operation>(new WrongOperation);
                             }};
  EXPECT_THROW(measure(wrong, *backend, {}), Error);
}

}  // namespace
}  // namespace hubcensus::bench
