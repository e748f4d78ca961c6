// Ranges of models for the threads of the CPU.
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <cstddef>

namespace hubcensus::cpu {

inline constexpr size_t kModelsPerTask = 1U << 16;

// Calls body(begin, end) for ranges that make up [0, n).
template <typename Body>
void for_ranges(size_t n, Body body) {
  tbb::parallel_for(
      tbb::blocked_range<size_t>(0, n, kModelsPerTask),
      [&](const tbb::blocked_range<size_t>& range) { body(range.begin(), range.end()); });
}

}  // namespace hubcensus::cpu
