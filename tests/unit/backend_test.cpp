#include "kernels/backend.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

constexpr Day kEnd = 19'844;  // first day after the window

struct Models {
  std::vector<uint64_t> values;
  std::vector<Day> born;
  std::vector<uint32_t> codes;

  Population population(Day end = kEnd) const { return {values, born, end}; }
  std::vector<uint8_t> narrow_codes() const { return {codes.begin(), codes.end()}; }
};

// Values around 2^16, where the CPU counts differently, zeros, and births around the end.
Models some_models(size_t n, uint32_t n_codes) {
  constexpr uint64_t kValues[] = {0, 0, 0, 1, 2, 65'534, 65'535, 65'536, 65'537, 1ULL << 48};
  constexpr Day kBirths[] = {kAlwaysBorn, 0, kEnd - 1, kEnd, kEnd + 1};
  std::mt19937_64 random(n + n_codes);
  Models models;
  for (size_t i = 0; i < n; ++i) {
    models.values.push_back(kValues[random() % std::size(kValues)]);
    models.born.push_back(kBirths[random() % std::size(kBirths)]);
    models.codes.push_back(static_cast<uint32_t>(random() % n_codes));
  }
  return models;
}

bool counts_as_member(const Models& models, size_t i, Day end) {
  return models.values[i] != 0 || models.born[i] < end;
}

class BackendTest : public testing::Test {
 protected:
  void expect_as_brute_force(const Models& models, uint32_t n_codes, Day end = kEnd) {
    std::vector<uint64_t> sums(n_codes);
    std::vector<uint64_t> members(n_codes);
    std::vector<std::map<uint64_t, uint64_t>> counts(n_codes);
    for (size_t i = 0; i < models.values.size(); ++i) {
      const uint32_t code = models.codes[i];
      sums[code] += models.values[i];
      if (!counts_as_member(models, i, end)) continue;
      ++members[code];
      ++counts[code][models.values[i]];
    }
    const CodeSums result = backend_->sum_by_code(models.population(end), models.codes, n_codes);
    EXPECT_EQ(result.sums, sums);
    EXPECT_EQ(result.members, members);
    if (n_codes > 256) return;
    const auto distributions =
        backend_->count_values(models.population(end), models.narrow_codes(), n_codes);
    ASSERT_EQ(distributions.size(), n_codes);
    for (uint32_t code = 0; code < n_codes; ++code) {
      const auto& [values, multiplicities] = distributions[code];
      std::map<uint64_t, uint64_t> given;
      for (size_t i = 0; i < values.size(); ++i) given[values[i]] = multiplicities[i];
      EXPECT_EQ(given, counts[code]) << code;
      EXPECT_TRUE(std::is_sorted(values.begin(), values.end())) << code;
      EXPECT_EQ(given.size(), values.size()) << "values repeat in " << code;
    }
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
  for (const uint32_t n_codes : {40U, 5'000U, 70'000U}) {
    SCOPED_TRACE(n_codes);
    expect_as_brute_force(some_models(70'000, n_codes), n_codes);
  }
}

TEST_F(BackendTest, CodesWithoutAModelAreEmpty) {
  const Models models{{5}, {0}, {3}};
  expect_as_brute_force(models, 7);
}

TEST_F(BackendTest, NoModelsGiveEmptyResultsOfFullLength) {
  const CodeSums sums = backend_->sum_by_code({}, {}, 3);
  EXPECT_EQ(sums.sums, std::vector<uint64_t>(3));
  EXPECT_EQ(sums.members, std::vector<uint64_t>(3));
  EXPECT_EQ(backend_->count_values({}, {}, 2), std::vector<ValueCounts>(2));
}

TEST_F(BackendTest, AMemberHasDownloadsOrExistedBeforeTheEnd) {
  const Models models{{0, 0, 0, 0, 9, 9},
                      {kEnd - 1, kEnd, kEnd + 1, kAlwaysBorn, kEnd, kEnd + 1},
                      {0, 0, 0, 0, 0, 0}};
  EXPECT_EQ(backend_->sum_by_code(models.population(), models.codes, 1).members,
            std::vector<uint64_t>{4});
  const auto counts = backend_->count_values(models.population(), models.narrow_codes(), 1);
  EXPECT_EQ(counts.front(), (ValueCounts{{0, 9}, {2, 2}}));
  // A window that ends at the beginning of time: only downloads and the unknown births are left.
  const Day first = kAlwaysBorn + 1;
  EXPECT_EQ(backend_->sum_by_code(models.population(first), models.codes, 1).members,
            std::vector<uint64_t>{3});
}

TEST_F(BackendTest, WithoutAnEndEveryoneIsAMember) {
  const Models models{{0, 0}, {kAlwaysBorn, std::numeric_limits<Day>::max() - 1}, {0, 0}};
  const Population population{models.values, models.born};
  EXPECT_EQ(backend_->sum_by_code(population, models.codes, 1).members, std::vector<uint64_t>{2});
}

TEST_F(BackendTest, LengthsThatDifferAreRefused) {
  const Models models = some_models(4, 1);
  Population population = models.population();
  population.born = population.born.first(3);
  error_message(ErrorKind::internal, [&] { backend_->sum_by_code(population, models.codes, 1); });
  const std::vector<uint8_t> five_codes(5);
  error_message(ErrorKind::internal,
                [&] { backend_->count_values(models.population(), five_codes, 1); });
}

}  // namespace
}  // namespace hubcensus
