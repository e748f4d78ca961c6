#include "kernels/backend.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/error_message.hpp"
#include "tests/unit/statistics_cases.hpp"

namespace hubcensus {
namespace {

class BackendTest : public testing::Test {
 protected:
  void expect_as_brute_force(const Models& models, uint32_t n_codes, Day end = kWindowEnd) {
    hubcensus::expect_as_brute_force(*backend_, models, n_codes, end);
  }
  CodeSums sums_of(const Population& population, const std::vector<uint32_t>& codes,
                   uint32_t n_codes) {
    return backend_->sum_by_code(*backend_->hold(population), *backend_->hold(codes, n_codes));
  }
  std::vector<ValueCounts> counts_of(const Population& population,
                                     const std::vector<uint32_t>& codes, uint32_t n_codes) {
    return backend_->count_values(*backend_->hold(population), *backend_->hold(codes, n_codes));
  }

  std::unique_ptr<Backend> backend_ = make_cpu_backend();
};

TEST_F(BackendTest, SizesAroundATaskAndNumbersOfCodes) {
  for (const size_t n : {1, 2, 100, 65'535, 65'536, 65'537, 131'072, 200'000}) {
    for (const uint32_t n_codes : {1U, 5U}) {
      SCOPED_TRACE(std::to_string(n) + " models, " + std::to_string(n_codes) + " codes");
      expect_as_brute_force(some_models(n, n_codes), n_codes);
    }
  }
  for (const uint32_t n_codes : {40U, 300U}) {
    SCOPED_TRACE(n_codes);
    expect_as_brute_force(some_models(70'000, n_codes), n_codes);
  }
}

TEST_F(BackendTest, CodesWithoutAModelAreEmpty) {
  const Models models{{5}, {0}, {3}};
  expect_as_brute_force(models, 7);
}

TEST_F(BackendTest, ShapesOfGroups) {
  for (const auto& [shape, codes] : code_shapes(70'000, 100)) {
    SCOPED_TRACE(shape);
    Models models = some_models(70'000, 100);
    models.codes = codes;
    expect_as_brute_force(models, 100);
  }
}

TEST_F(BackendTest, AllDimensionsInOnePass) {
  const std::vector<uint32_t> n_codes = {1, 6, 70'000, 0x1000, 3};
  std::vector<std::vector<uint32_t>> dimensions;
  for (const uint32_t codes : n_codes) dimensions.push_back(some_models(70'001, codes).codes);
  expect_sums_as_brute_force(*backend_, some_models(70'001, 1), dimensions, n_codes);
}

TEST_F(BackendTest, TheLargestAreInOrderAndOfEqualsTheFirst) {
  const std::vector<uint64_t> values = {5, 0, 9, 5, 9, 1, 5};
  const std::vector<Day> born(values.size());
  const auto models = backend_->hold({values, born});
  EXPECT_EQ(backend_->largest(*models, 4), (std::vector<uint32_t>{2, 4, 0, 3}));
  EXPECT_EQ(backend_->largest(*models, 9), (std::vector<uint32_t>{2, 4, 0, 3, 6, 5}));
  EXPECT_TRUE(backend_->largest(*backend_->hold({}), 4).empty());
}

TEST_F(BackendTest, NoModelsGiveEmptyResultsOfFullLength) {
  EXPECT_EQ(sums_of({}, {}, 3), (CodeSums{std::vector<uint64_t>(3), std::vector<uint64_t>(3)}));
  EXPECT_EQ(counts_of({}, {}, 2), std::vector<ValueCounts>(2));
}

TEST_F(BackendTest, AMemberHasDownloadsOrExistedBeforeTheEnd) {
  const Day end = kWindowEnd;
  const Models models{
      {0, 0, 0, 0, 9, 9}, {end - 1, end, end + 1, kAlwaysBorn, end, end + 1}, {0, 0, 0, 0, 0, 0}};
  EXPECT_EQ(sums_of(models.population(), models.codes, 1).members, std::vector<uint64_t>{4});
  EXPECT_EQ(counts_of(models.population(), models.codes, 1).front(), (ValueCounts{{0, 9}, {2, 2}}));
  // A window that ends at the beginning of time: only downloads and the unknown births are left.
  const Day first = kAlwaysBorn + 1;
  EXPECT_EQ(sums_of(models.population(first), models.codes, 1).members, std::vector<uint64_t>{3});
}

TEST_F(BackendTest, WithoutAnEndEveryoneIsAMember) {
  const Models models{{0, 0}, {kAlwaysBorn, std::numeric_limits<Day>::max() - 1}, {0, 0}};
  const Population population{models.values, models.born};
  EXPECT_EQ(sums_of(population, models.codes, 1).members, std::vector<uint64_t>{2});
}

TEST_F(BackendTest, LengthsThatDifferAreRefused) {
  const Models models = some_models(4, 1);
  Population population = models.population();
  population.born = population.born.first(3);
  error_message(ErrorKind::internal, [&] { backend_->hold(population); });
  const std::vector<uint32_t> five_codes(5);
  error_message(ErrorKind::internal, [&] { sums_of(models.population(), five_codes, 1); });
  error_message(ErrorKind::internal, [&] { counts_of(models.population(), five_codes, 1); });
}

}  // namespace
}  // namespace hubcensus
