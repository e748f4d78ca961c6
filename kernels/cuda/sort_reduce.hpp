// Sort and reduce by key on the device: packed keys in ascending order, and the runs of equal ones.
//
// Only the bits that keys use are sorted: fewer bits are fewer passes over memory. A run is told by
// where it begins, so that the beginnings are the prefix sums of the runs' lengths: a quantile or a
// Lorenz point is a search among them. Counts of keys are int64, whatever CUB counts in.
#pragma once

#include <cstdint>

#include "kernels/cuda/scratch.hpp"

namespace hubcensus::cuda {

// Bits [begin, end) that keys differ in.
struct KeyBits {
  int begin = 0;
  int end = 0;
};

// keys [n] and alternate [n] are written over; returns the one of both that holds the sorted keys.
// Key: uint32_t or uint64_t. Temporary memory is scratch.
template <typename Key>
Key* sort_keys(Key* keys, Key* alternate, int64_t n, KeyBits bits, Scratch& scratch,
               const Stream& stream);

// The same with a value for each key, in pairs; equal keys keep their order. The values are sorted
// into `sorted_values` [n], the keys, descending, into `sorted_keys` [n].
void sort_pairs_descending(const uint64_t* keys, uint64_t* sorted_keys, const uint32_t* values,
                           uint32_t* sorted_values, int64_t n, KeyBits bits, Scratch& scratch,
                           const Stream& stream);

// The same, ascending; 32-bit keys.
void sort_pairs(const uint32_t* keys, uint32_t* sorted_keys, const uint32_t* values,
                uint32_t* sorted_values, int64_t n, KeyBits bits, Scratch& scratch,
                const Stream& stream);

// Writes where each run of equal keys begins into begins [n] and returns how many runs there are.
// keys [n] ascending. Waits for the stream.
template <typename Key>
int64_t find_runs(const Key* keys, int64_t n, int64_t* begins, Scratch& scratch,
                  const Stream& stream);

}  // namespace hubcensus::cuda
