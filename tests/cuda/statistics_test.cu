// The statistics of the CUDA backend against brute force and against the CPU.
#include <gtest/gtest.h>

#include "kernels/cuda/count_values.hpp"
#include "kernels/cuda/sort_reduce.hpp"
#include "kernels/cuda/sum_by_codes.hpp"
#include "tests/unit/error_message.hpp"
#include "tests/unit/pair_cases.hpp"
#include "tests/unit/statistics_cases.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint64_t kLargestValue = std::numeric_limits<int64_t>::max();

// Around a warp, a block and the rows that a block sums at a time.
constexpr size_t kSizes[] = {0, 1, 2, 31, 32, 33, 1023, 1024, 1025, 2047, 2048, 2049, 9000};

class StatisticsTest : public testing::Test {
 protected:
  void expect_as_brute_force(const Models& models, uint32_t n_codes, Day end = kWindowEnd) {
    hubcensus::expect_as_brute_force(*backend_, models, n_codes, end);
  }

  std::unique_ptr<Backend> backend_ = make_cuda_backend(0);
};

TEST_F(StatisticsTest, SizesAroundWarpsAndBlocks) {
  for (const size_t n : kSizes) {
    for (const uint32_t n_codes : {1U, 5U, 300U}) {
      SCOPED_TRACE(std::to_string(n) + " models, " + std::to_string(n_codes) + " codes");
      expect_as_brute_force(some_models(n, n_codes), n_codes);
    }
  }
}

TEST_F(StatisticsTest, ShapesOfGroups) {
  for (const uint32_t n_codes : {100U, 5000U}) {  // the second has no room in a block's table
    for (const auto& [shape, codes] : code_shapes(6000, n_codes)) {
      SCOPED_TRACE(shape + ", " + std::to_string(n_codes));
      Models models = some_models(6000, n_codes);
      models.codes = codes;
      expect_as_brute_force(models, n_codes);
    }
  }
}

TEST_F(StatisticsTest, AllDimensionsInOnePassAndMoreThanOnePassTakes) {
  const std::vector<uint32_t> n_codes = {1, 6, 5000, 2000, 4000, 2096, 1, 9, 10, 7};
  std::vector<std::vector<uint32_t>> dimensions;
  for (const uint32_t codes : n_codes) dimensions.push_back(some_models(3001, codes).codes);
  expect_sums_as_brute_force(*backend_, some_models(3001, 1), dimensions, n_codes);
}

TEST_F(StatisticsTest, SumsCarryBeyond32BitsInTheBlocksTable) {
  Models models = some_models(2100, 3);
  for (size_t i = 0; i < models.values.size(); ++i) models.values[i] = 0xFFFF'FFFF - i % 2;
  expect_as_brute_force(models, 3);
}

TEST_F(StatisticsTest, TheLargestValueBesideNonMembersAndZeros) {
  Models models{{kLargestValue, 0, 0, 0}, {0, kWindowEnd, 0, kAlwaysBorn}, {0, 1, 2, 2}};
  expect_as_brute_force(models, 3);  // no two codes fit beside 63 bits
  models.values = {0, 0, 0, 0};
  expect_as_brute_force(models, 3);
  models.born.assign(4, kWindowEnd);
  expect_as_brute_force(models, 3);  // nobody
  expect_as_brute_force(models, 3, kAlwaysBorn + 1);
}

TEST_F(StatisticsTest, ValuesBeyond63BitsAreRefused) {
  const Models models{{kLargestValue + 1}, {0}, {0}};
  const auto held = backend_->hold(models.population());
  const auto codes = backend_->hold(models.codes, 1);
  error_message(ErrorKind::internal, [&] { backend_->count_values(*held, *codes); });
}

TEST_F(StatisticsTest, AsTheCpuWithMillionsOfDownloads) {
  std::mt19937_64 random(5);
  Models models = some_models(20'000, 720);
  for (uint64_t& value : models.values) value = uint64_t{1} << random() % 42;  // sum above 2^32
  const auto cpu = make_cpu_backend();
  const auto result = [&](Backend& backend) {
    const auto held = backend.hold(models.population());
    const auto codes = backend.hold(models.codes, 720);
    return std::tuple(backend.sum_by_code(*held, *codes), backend.count_values(*held, *codes),
                      backend.largest(*held, 500));
  };
  EXPECT_EQ(result(*backend_), result(*cpu));
}

TEST_F(StatisticsTest, PairsOfEqualKeysKeepTheirOrder) { expect_all_shapes_sorted(*backend_); }

TEST(SharedPlaces, SmallDimensionsComeFirstAndFillTheTable) {
  constexpr uint32_t kAll = kSharedCodes;
  EXPECT_EQ(shared_places(std::vector<uint32_t>{}), std::vector<uint32_t>{});
  EXPECT_EQ(shared_places(std::vector<uint32_t>{kAll}), std::vector<uint32_t>{0});
  EXPECT_EQ(shared_places(std::vector<uint32_t>{kAll + 1}), std::vector<uint32_t>{kNotShared});
  EXPECT_EQ(shared_places(std::vector<uint32_t>{1'000'000, 6, kAll - 6, 0}),
            (std::vector<uint32_t>{kNotShared, 0, 6, 0}));
  EXPECT_EQ(shared_places(std::vector<uint32_t>{6, kAll - 5}),
            (std::vector<uint32_t>{0, kNotShared}));
}

TEST(PackValues, CodesTakeTheBitsThatValuesLeave) {
  const ValuePacking none = pack_values(0, 1);
  EXPECT_EQ(none.value_bits, 0);
  EXPECT_EQ(none.codes_at_a_time, 1U);
  const ValuePacking many = pack_values((uint64_t{1} << 40) - 1, 720);
  EXPECT_EQ(many.value_bits, 40);
  EXPECT_EQ(many.code_bits, 10);
  EXPECT_EQ(many.codes_at_a_time, 720U);
  EXPECT_EQ(pack_values(kLargestValue, 720).codes_at_a_time, 1U);
  EXPECT_EQ(pack_values(uint64_t{1} << 61, 720).codes_at_a_time, 3U);
}

// Sorts by bits [begin, end) and finds the runs of what is left when the others are cut off.
template <typename Key>
void expect_runs(std::vector<Key> keys, KeyBits bits) {
  const auto device = Device::open(0);
  StatisticsContext context(*device);
  context.begin();
  auto* first = context.scratch.take<Key>(keys.size());
  auto* second = context.scratch.take<Key>(keys.size());
  auto* begins = context.scratch.take<int64_t>(keys.size());
  const auto n = static_cast<int64_t>(keys.size());
  copy_to_device(first, std::span<const Key>(keys), context.stream);
  const Key* sorted = sort_keys(first, second, n, bits, context.scratch, context.stream);
  const int64_t runs = find_runs(sorted, n, begins, context.scratch, context.stream);
  std::vector<Key> sorted_keys(keys.size());
  std::vector<int64_t> found(static_cast<size_t>(runs));
  copy_to_host(std::span(sorted_keys), sorted, context.stream);
  copy_to_host(std::span(found), begins, context.stream);
  context.stream.wait();

  std::stable_sort(keys.begin(), keys.end(), [&](Key left, Key right) {
    const auto of = [&](Key key) { return static_cast<Key>(key >> bits.begin); };
    return of(left) < of(right);
  });
  std::vector<int64_t> expected;
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i] != keys[i - 1]) expected.push_back(static_cast<int64_t>(i));
  }
  EXPECT_EQ(sorted_keys, keys);
  EXPECT_EQ(found, expected);
}

TEST(SortKeys, SortsByTheBitsInUseAndFindsTheRuns) {
  for (const size_t n : kSizes) {
    SCOPED_TRACE(n);
    std::mt19937_64 random(n);
    std::vector<uint32_t> narrow(n);
    std::vector<uint64_t> wide(n);
    for (uint32_t& key : narrow) key = static_cast<uint32_t>(random() % 1000);
    for (uint64_t& key : wide) key = random() % 7 << 57 | random() % 3;
    expect_runs(narrow, {0, 10});
    expect_runs(narrow, {0, 32});
    expect_runs(wide, {0, 60});
    for (uint64_t& key : wide) key = key >> 57 << 57;
    expect_runs(wide, {57, 60});
  }
}

}  // namespace
}  // namespace hubcensus::cuda
