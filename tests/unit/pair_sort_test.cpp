#include "tests/unit/error_message.hpp"
#include "tests/unit/pair_cases.hpp"

namespace hubcensus {
namespace {

TEST(PairSort, OfTheCpuKeepsTheOrderOfEqualKeys) { expect_all_shapes_sorted(*make_cpu_backend()); }

TEST(PairSort, KeysAndValuesOfDifferentLengthAreRefused) {
  const std::vector<uint32_t> two(2);
  const std::vector<uint32_t> three(3);
  const auto backend = make_cpu_backend();
  error_message(ErrorKind::internal, [&] { backend->hold_pairs(two, three); });
}

}  // namespace
}  // namespace hubcensus
