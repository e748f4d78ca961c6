// Pairs as sorts meet them, of any backend, against brute force.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "kernels/backend.hpp"

namespace hubcensus {

inline void expect_sorted_as_brute_force(Backend& backend, const std::vector<uint32_t>& keys) {
  std::vector<uint32_t> values(keys.size());
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<uint32_t>(~i * 7);
  std::vector<size_t> order(keys.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t left, size_t right) { return keys[left] < keys[right]; });
  Pairs expected;
  for (const size_t i : order) {
    expected.keys.push_back(keys[i]);
    expected.values.push_back(values[i]);
  }
  const auto sort = backend.hold_pairs(keys, values);
  for (int time = 0; time < 2; ++time) {
    sort->run();
    EXPECT_EQ(sort->result(), expected) << keys.size() << " pairs";
  }
}

// Keys of all 32 bits, of few values, all equal, sorted, and the reverse, at sizes around warps and
// blocks.
inline void expect_all_shapes_sorted(Backend& backend) {
  for (const size_t n : {0, 1, 2, 31, 32, 33, 1023, 1024, 1025, 100'000}) {
    std::mt19937 random(static_cast<uint32_t>(n));
    std::vector<uint32_t> keys(n);
    for (uint32_t& key : keys) key = random();
    expect_sorted_as_brute_force(backend, keys);
    std::sort(keys.begin(), keys.end());
    expect_sorted_as_brute_force(backend, keys);
    std::reverse(keys.begin(), keys.end());
    expect_sorted_as_brute_force(backend, keys);
    for (uint32_t& key : keys) key = 0U - random() % 3;
    expect_sorted_as_brute_force(backend, keys);
    keys.assign(n, UINT32_MAX);
    expect_sorted_as_brute_force(backend, keys);
  }
}

}  // namespace hubcensus
