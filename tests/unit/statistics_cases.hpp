// Populations of many sizes and shapes, and the statistics of a backend against brute force, which
// shares no code with any.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "kernels/backend.hpp"

namespace hubcensus {

inline constexpr Day kWindowEnd = 19'844;  // first day after the window

struct Models {
  std::vector<uint64_t> values;
  std::vector<Day> born;
  std::vector<uint32_t> codes;

  Population population(Day end = kWindowEnd) const { return {values, born, end}; }
};

// Values around 2^16, where the CPU counts differently, zeros, and births around the end.
inline Models some_models(size_t n, uint32_t n_codes) {
  constexpr uint64_t kValues[] = {0, 0, 0, 1, 2, 65'534, 65'535, 65'536, 65'537, 1ULL << 48};
  constexpr Day kBirths[] = {kAlwaysBorn, 0, kWindowEnd - 1, kWindowEnd, kWindowEnd + 1};
  std::mt19937_64 random(n + n_codes);
  Models models;
  for (size_t i = 0; i < n; ++i) {
    models.values.push_back(kValues[random() % std::size(kValues)]);
    models.born.push_back(kBirths[random() % std::size(kBirths)]);
    models.codes.push_back(static_cast<uint32_t>(random() % n_codes));
  }
  return models;
}

// The same models with other codes: how groups lie in memory and how large they are.
inline std::map<std::string, std::vector<uint32_t>> code_shapes(size_t n, uint32_t n_codes) {
  std::mt19937_64 random(n);
  std::map<std::string, std::vector<uint32_t>> shapes;
  auto& sorted = shapes["sorted"];
  auto& one = shapes["all one"];
  auto& zipf = shapes["Zipf"];
  auto& giant = shapes["one giant and many single"];
  for (size_t i = 0; i < n; ++i) {
    sorted.push_back(static_cast<uint32_t>(i * n_codes / n));
    one.push_back(n_codes - 1);
    zipf.push_back(static_cast<uint32_t>(n_codes / (1 + random() % n_codes)) % n_codes);
    giant.push_back(i % 2 == 0 ? 0 : static_cast<uint32_t>(i % n_codes));
  }
  auto& shuffled = shapes["shuffled"];
  shuffled = sorted;
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  return shapes;
}

inline CodeSums brute_force_sums(const Models& models, uint32_t n_codes, Day end) {
  CodeSums expected{std::vector<uint64_t>(n_codes), std::vector<uint64_t>(n_codes)};
  for (size_t i = 0; i < models.values.size(); ++i) {
    expected.sums[models.codes[i]] += models.values[i];
    const bool counts = models.values[i] != 0 || models.born[i] < end;
    expected.members[models.codes[i]] += counts ? 1 : 0;
  }
  return expected;
}

inline std::vector<ValueCounts> brute_force_counts(const Models& models, uint32_t n_codes,
                                                   Day end) {
  std::vector<std::map<uint64_t, uint64_t>> counts(n_codes);
  for (size_t i = 0; i < models.values.size(); ++i) {
    const bool counted = models.values[i] != 0 || models.born[i] < end;
    if (counted) ++counts[models.codes[i]][models.values[i]];
  }
  std::vector<ValueCounts> expected(n_codes);
  for (uint32_t code = 0; code < n_codes; ++code) {
    for (const auto& [value, count] : counts[code]) {
      expected[code].values.push_back(value);
      expected[code].counts.push_back(count);
    }
  }
  return expected;
}

inline std::vector<uint32_t> brute_force_largest(const std::vector<uint64_t>& values, size_t k) {
  std::vector<std::pair<uint64_t, uint32_t>> order;  // by value, descending, then by number
  for (uint32_t i = 0; i < values.size(); ++i) {
    if (values[i] > 0) order.push_back({~values[i], i});
  }
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> numbers;
  for (size_t i = 0; i < std::min(k, order.size()); ++i) numbers.push_back(order[i].second);
  return numbers;
}

inline void expect_as_brute_force(Backend& backend, const Models& models, uint32_t n_codes,
                                  Day end = kWindowEnd) {
  const auto held = backend.hold(models.population(end));
  const auto codes = backend.hold(models.codes, n_codes);
  EXPECT_EQ(backend.sum_by_code(*held, *codes), brute_force_sums(models, n_codes, end));
  EXPECT_EQ(backend.count_values(*held, *codes), brute_force_counts(models, n_codes, end));
  for (const size_t k : {size_t{0}, size_t{1}, size_t{25}, models.values.size() + 1}) {
    EXPECT_EQ(backend.largest(*held, k), brute_force_largest(models.values, k)) << k;
  }
}

// Sums by all of the dimensions in one pass, each against brute force.
inline void expect_sums_as_brute_force(Backend& backend, Models models,
                                       const std::vector<std::vector<uint32_t>>& dimensions,
                                       const std::vector<uint32_t>& n_codes) {
  const auto held = backend.hold(models.population());
  std::vector<std::unique_ptr<const HeldCodes>> codes;
  std::vector<CodeSums> sums(dimensions.size());
  WantedSums wanted;
  for (size_t d = 0; d < dimensions.size(); ++d) {
    codes.push_back(backend.hold(dimensions[d], n_codes[d]));
    wanted.add(*codes[d], sums[d]);
  }
  backend.sum_by_codes(*held, wanted);
  for (size_t d = 0; d < dimensions.size(); ++d) {
    models.codes = dimensions[d];
    EXPECT_EQ(sums[d], brute_force_sums(models, n_codes[d], kWindowEnd)) << "dimension " << d;
  }
}

}  // namespace hubcensus
