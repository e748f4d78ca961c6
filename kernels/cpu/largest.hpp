// The numbers of the largest values on the CPU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hubcensus::cpu {

// values [n] -> numbers [at most k], as Backend::largest() orders them
std::vector<uint32_t> largest(std::span<const uint64_t> values, size_t k);

}  // namespace hubcensus::cpu
