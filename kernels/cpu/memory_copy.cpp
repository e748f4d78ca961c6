#include "kernels/cpu/memory_copy.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <memory>

namespace hubcensus::cpu {
namespace {

constexpr size_t kBytes = size_t{256} << 20;  // beyond the caches of most machines
constexpr size_t kBytesPerTask = size_t{8} << 20;
constexpr int kCopies = 4;  // the first takes the pages from the system

}  // namespace

double memory_copy_rate() {
  const auto from = std::make_unique<std::byte[]>(kBytes);
  const std::unique_ptr<std::byte[]> to(new std::byte[kBytes]);
  double best = 0;
  for (int i = 0; i < kCopies; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    tbb::parallel_for(tbb::blocked_range<size_t>(0, kBytes, kBytesPerTask),
                      [&](const tbb::blocked_range<size_t>& range) {
                        std::memcpy(to.get() + range.begin(), from.get() + range.begin(),
                                    range.size());
                      });
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    best = std::max(best, 2.0 * static_cast<double>(kBytes) / seconds.count());
  }
  return best;
}

}  // namespace hubcensus::cpu
