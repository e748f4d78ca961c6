#include <thrust/iterator/counting_iterator.h>

#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_select.cuh>

#include "kernels/cuda/sort_reduce.hpp"

namespace hubcensus::cuda {
namespace {

template <typename Key>
struct BeginsRun {
  const Key* keys;

  __host__ __device__ bool operator()(int64_t i) const { return i == 0 || keys[i] != keys[i - 1]; }
};

}  // namespace

template <typename Key>
Key* sort_keys(Key* keys, Key* alternate, int64_t n, KeyBits bits, Scratch& scratch,
               const Stream& stream) {
  if (n == 0 || bits.begin == bits.end) return keys;
  cub::DoubleBuffer<Key> both(keys, alternate);
  run_with_scratch(scratch, "DeviceRadixSort", [&](void* temporary, size_t& bytes) {
    return cub::DeviceRadixSort::SortKeys(temporary, bytes, both, n, bits.begin, bits.end,
                                          stream.get());
  });
  return both.Current();
}

void sort_pairs_descending(const uint64_t* keys, uint64_t* sorted_keys, const uint32_t* values,
                           uint32_t* sorted_values, int64_t n, KeyBits bits, Scratch& scratch,
                           const Stream& stream) {
  if (n == 0) return;
  run_with_scratch(scratch, "DeviceRadixSort", [&](void* temporary, size_t& bytes) {
    return cub::DeviceRadixSort::SortPairsDescending(temporary, bytes, keys, sorted_keys, values,
                                                     sorted_values, n, bits.begin, bits.end,
                                                     stream.get());
  });
}

void sort_pairs(const uint32_t* keys, uint32_t* sorted_keys, const uint32_t* values,
                uint32_t* sorted_values, int64_t n, KeyBits bits, Scratch& scratch,
                const Stream& stream) {
  if (n == 0) return;
  run_with_scratch(scratch, "DeviceRadixSort", [&](void* temporary, size_t& bytes) {
    return cub::DeviceRadixSort::SortPairs(temporary, bytes, keys, sorted_keys, values,
                                           sorted_values, n, bits.begin, bits.end, stream.get());
  });
}

template <typename Key>
int64_t find_runs(const Key* keys, int64_t n, int64_t* begins, Scratch& scratch,
                  const Stream& stream) {
  if (n == 0) return 0;
  auto* found = scratch.take<int64_t>(1);
  run_with_scratch(scratch, "DeviceSelect", [&](void* temporary, size_t& bytes) {
    // Braces: with a CUB that counts in int this does not compile.
    return cub::DeviceSelect::If(temporary, bytes, thrust::counting_iterator<int64_t>(0), begins,
                                 found, {n}, BeginsRun<Key>{keys}, stream.get());
  });
  int64_t runs = 0;
  copy_to_host(std::span(&runs, 1), found, stream);
  stream.wait();
  return runs;
}

template uint32_t* sort_keys(uint32_t*, uint32_t*, int64_t, KeyBits, Scratch&, const Stream&);
template uint64_t* sort_keys(uint64_t*, uint64_t*, int64_t, KeyBits, Scratch&, const Stream&);
template int64_t find_runs(const uint32_t*, int64_t, int64_t*, Scratch&, const Stream&);
template int64_t find_runs(const uint64_t*, int64_t, int64_t*, Scratch&, const Stream&);

}  // namespace hubcensus::cuda
