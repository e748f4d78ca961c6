// The distribution of the members' values by code on the device: keys of code and value are sorted
// by the bits that they use, and runs of equal ones are counted.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/cuda/held.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus::cuda {

// How values of `codes` codes and the largest of them are packed: the code above the value. Values
// of those who are no members have the code behind the last and so are sorted behind all others.
struct ValuePacking {
  int value_bits = 0;
  int code_bits = 0;
  uint32_t codes_at_a_time = 0;  // all, or as many as 64 bits have room for
};

ValuePacking pack_values(uint64_t largest_value, uint32_t n_codes);

// values [n] below 2^63, born [n], codes [n] -> distributions [n_codes]
std::vector<ValueCounts> count_values(const DevicePopulation& population, const DeviceCodes& codes,
                                      StatisticsContext& context);

}  // namespace hubcensus::cuda
