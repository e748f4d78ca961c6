#include "kernels/cpu/evict_caches.hpp"

#include "kernels/cpu/for_ranges.hpp"

namespace hubcensus::cpu {
namespace {

constexpr size_t kWords = size_t{32} << 20;  // 256 MiB, as what memory_copy_rate() copies

}  // namespace

void evict_caches(std::vector<uint64_t>& others) {
  others.resize(kWords);
  for_ranges(kWords, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) ++others[i];
  });
}

}  // namespace hubcensus::cpu
