// For benchmarks: caches that do not hold the data of the operation that comes.
#pragma once

#include <cstdint>
#include <vector>

namespace hubcensus::cpu {

// Writes memory larger than the caches, with all threads; `others` is that memory.
void evict_caches(std::vector<uint64_t>& others);

}  // namespace hubcensus::cpu
