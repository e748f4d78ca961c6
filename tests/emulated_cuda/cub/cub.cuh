// Stand-in for CUB's header of this name, for tests without a device: the functions of CUB that
// hubcensus uses, with their signatures and their way of asking for temporary memory. What it does
// not name is not there.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cuda/std/functional>
#include <iterator>
#include <numeric>
#include <vector>

namespace cub {

namespace emulated {

// The protocol of all device functions: without temporary memory they say how much they want; with
// it they run in the stream. Temporary memory is overwritten, as CUB may do.
template <typename Work>
cudaError_t run(void* temporary, size_t& bytes, int64_t items, cudaStream_t stream, Work work) {
  if (items < 0) return cudaErrorInvalidValue;
  const size_t wanted = 256 + static_cast<size_t>(items);
  if (temporary == nullptr) {
    bytes = wanted;
    return cudaSuccess;
  }
  if (bytes < wanted) return cudaErrorInvalidValue;
  return emulated_cuda::enqueue(stream, [=] {
    emulated_cuda::check_device_range(temporary, wanted, "temporary memory that is too small");
    std::memset(temporary, 0xEE, wanted);
    work();
  });
}

template <typename Key>
Key bits_of(Key key, int begin_bit, int end_bit) {
  static_assert(std::is_unsigned_v<Key>);
  const int width = end_bit - begin_bit;
  const Key shifted = static_cast<Key>(key >> begin_bit);
  if (width >= static_cast<int>(8 * sizeof(Key))) return shifted;
  return shifted & static_cast<Key>((Key{1} << width) - 1);
}

// Places in the order of the keys' bits; equal keys keep theirs.
template <typename Key>
std::vector<int64_t> sorted_places(const Key* keys, int64_t items, int begin_bit, int end_bit,
                                   bool descending) {
  std::vector<int64_t> places(static_cast<size_t>(items));
  std::iota(places.begin(), places.end(), int64_t{0});
  std::stable_sort(places.begin(), places.end(), [&](int64_t left, int64_t right) {
    const Key a = bits_of(keys[left], begin_bit, end_bit);
    const Key b = bits_of(keys[right], begin_bit, end_bit);
    return descending ? b < a : a < b;
  });
  return places;
}

template <typename T>
std::vector<T> gathered(const T* values, const std::vector<int64_t>& places) {
  std::vector<T> result;
  result.reserve(places.size());
  for (const int64_t place : places) result.push_back(values[place]);
  return result;
}

}  // namespace emulated

template <typename T>
struct DoubleBuffer {
  T* d_buffers[2] = {nullptr, nullptr};
  int selector = 0;

  DoubleBuffer() = default;
  DoubleBuffer(T* current, T* alternate) : d_buffers{current, alternate} {}
  T* Current() { return d_buffers[selector]; }
  T* Alternate() { return d_buffers[selector ^ 1]; }
};

struct DeviceRadixSort {
  template <typename Key, typename Items>
  static cudaError_t SortKeys(void* temporary, size_t& bytes, const Key* in, Key* out, Items items,
                              int begin_bit = 0, int end_bit = 8 * sizeof(Key),
                              cudaStream_t stream = nullptr) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      const auto places = emulated::sorted_places(in, items, begin_bit, end_bit, false);
      const auto sorted = emulated::gathered(in, places);
      std::copy(sorted.begin(), sorted.end(), out);
    });
  }

  // Which of the two buffers holds the result is not told before: it is the other one here.
  template <typename Key, typename Items>
  static cudaError_t SortKeys(void* temporary, size_t& bytes, DoubleBuffer<Key>& keys, Items items,
                              int begin_bit = 0, int end_bit = 8 * sizeof(Key),
                              cudaStream_t stream = nullptr) {
    const auto status = SortKeys(temporary, bytes, static_cast<const Key*>(keys.Current()),
                                 keys.Alternate(), items, begin_bit, end_bit, stream);
    if (temporary != nullptr) keys.selector ^= 1;
    return status;
  }

  template <typename Key, typename Value, typename Items>
  static cudaError_t SortPairs(void* temporary, size_t& bytes, const Key* keys_in, Key* keys_out,
                               const Value* values_in, Value* values_out, Items items,
                               int begin_bit = 0, int end_bit = 8 * sizeof(Key),
                               cudaStream_t stream = nullptr) {
    return sort_pairs(temporary, bytes, keys_in, keys_out, values_in, values_out, items, begin_bit,
                      end_bit, stream, false);
  }

  template <typename Key, typename Value, typename Items>
  static cudaError_t SortPairsDescending(void* temporary, size_t& bytes, const Key* keys_in,
                                         Key* keys_out, const Value* values_in, Value* values_out,
                                         Items items, int begin_bit = 0,
                                         int end_bit = 8 * sizeof(Key),
                                         cudaStream_t stream = nullptr) {
    return sort_pairs(temporary, bytes, keys_in, keys_out, values_in, values_out, items, begin_bit,
                      end_bit, stream, true);
  }

  template <typename Key, typename Value, typename Items>
  static cudaError_t SortPairs(void* temporary, size_t& bytes, DoubleBuffer<Key>& keys,
                               DoubleBuffer<Value>& values, Items items, int begin_bit = 0,
                               int end_bit = 8 * sizeof(Key), cudaStream_t stream = nullptr) {
    const auto status = sort_pairs(temporary, bytes, static_cast<const Key*>(keys.Current()),
                                   keys.Alternate(), static_cast<const Value*>(values.Current()),
                                   values.Alternate(), items, begin_bit, end_bit, stream, false);
    if (temporary != nullptr) {
      keys.selector ^= 1;
      values.selector ^= 1;
    }
    return status;
  }

 private:
  template <typename Key, typename Value, typename Items>
  static cudaError_t sort_pairs(void* temporary, size_t& bytes, const Key* keys_in, Key* keys_out,
                                const Value* values_in, Value* values_out, Items items,
                                int begin_bit, int end_bit, cudaStream_t stream, bool descending) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      const auto places = emulated::sorted_places(keys_in, items, begin_bit, end_bit, descending);
      const auto keys = emulated::gathered(keys_in, places);
      const auto values = emulated::gathered(values_in, places);
      std::copy(keys.begin(), keys.end(), keys_out);
      std::copy(values.begin(), values.end(), values_out);
    });
  }
};

struct DeviceReduce {
  template <typename In, typename Out, typename Items>
  static cudaError_t Sum(void* temporary, size_t& bytes, In in, Out out, Items items,
                         cudaStream_t stream = nullptr) {
    using Value = std::decay_t<decltype(*out)>;
    return Reduce(temporary, bytes, in, out, items, cuda::std::plus<>{}, Value{}, stream);
  }

  template <typename In, typename Out, typename Items, typename Operator, typename Value>
  static cudaError_t Reduce(void* temporary, size_t& bytes, In in, Out out, Items items,
                            Operator combine, Value init, cudaStream_t stream = nullptr) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      Value result = init;
      for (int64_t i = 0; i < static_cast<int64_t>(items); ++i) result = combine(result, in[i]);
      *out = result;
    });
  }

  // Sums in the type of the values, as CUB does: widen them on the way in.
  template <typename Keys, typename Unique, typename Values, typename Aggregates, typename Runs,
            typename Operator, typename Items>
  static cudaError_t ReduceByKey(void* temporary, size_t& bytes, Keys keys, Unique unique,
                                 Values values, Aggregates aggregates, Runs runs, Operator combine,
                                 Items items, cudaStream_t stream = nullptr) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      using Value = std::decay_t<decltype(values[0])>;
      int64_t run = 0;
      for (int64_t i = 0; i < static_cast<int64_t>(items); ++run) {
        Value sum = values[i];
        int64_t end = i + 1;
        for (; end < static_cast<int64_t>(items) && keys[end] == keys[i]; ++end) {
          sum = static_cast<Value>(combine(sum, values[end]));
        }
        unique[run] = keys[i];
        aggregates[run] = sum;
        i = end;
      }
      *runs = static_cast<std::decay_t<decltype(*runs)>>(run);
    });
  }
};

struct DeviceScan {
  template <typename In, typename Out, typename Items>
  static cudaError_t ExclusiveSum(void* temporary, size_t& bytes, In in, Out out, Items items,
                                  cudaStream_t stream = nullptr) {
    return sum(temporary, bytes, in, out, items, stream, false);
  }
  template <typename In, typename Out, typename Items>
  static cudaError_t InclusiveSum(void* temporary, size_t& bytes, In in, Out out, Items items,
                                  cudaStream_t stream = nullptr) {
    return sum(temporary, bytes, in, out, items, stream, true);
  }

 private:
  template <typename In, typename Out, typename Items>
  static cudaError_t sum(void* temporary, size_t& bytes, In in, Out out, Items items,
                         cudaStream_t stream, bool inclusive) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      std::decay_t<decltype(in[0])> before{};
      for (int64_t i = 0; i < static_cast<int64_t>(items); ++i) {
        const auto with = before + in[i];
        out[i] = inclusive ? with : before;
        before = with;
      }
    });
  }
};

struct DeviceRunLengthEncode {
  template <typename In, typename Unique, typename Counts, typename Runs>
  static cudaError_t Encode(void* temporary, size_t& bytes, In in, Unique unique, Counts counts,
                            Runs runs, int items, cudaStream_t stream = nullptr) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      int run = 0;
      for (int i = 0; i < items; ++run) {
        int end = i + 1;
        while (end < items && in[end] == in[i]) ++end;
        unique[run] = in[i];
        counts[run] = static_cast<std::decay_t<decltype(counts[0])>>(end - i);
        i = end;
      }
      *runs = static_cast<std::decay_t<decltype(*runs)>>(run);
    });
  }
};

struct DeviceSelect {
  template <typename In, typename Out, typename Selected, typename Predicate>
  static cudaError_t If(void* temporary, size_t& bytes, In in, Out out, Selected selected,
                        int64_t items, Predicate predicate, cudaStream_t stream = nullptr) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      int64_t count = 0;
      for (int64_t i = 0; i < items; ++i) {
        if (predicate(in[i])) out[count++] = in[i];
      }
      *selected = static_cast<std::decay_t<decltype(*selected)>>(count);
    });
  }

  template <typename In, typename Flags, typename Out, typename Selected>
  static cudaError_t Flagged(void* temporary, size_t& bytes, In in, Flags flags, Out out,
                             Selected selected, int64_t items, cudaStream_t stream = nullptr) {
    return emulated::run(temporary, bytes, items, stream, [=] {
      int64_t count = 0;
      for (int64_t i = 0; i < items; ++i) {
        if (flags[i]) out[count++] = in[i];
      }
      *selected = static_cast<std::decay_t<decltype(*selected)>>(count);
    });
  }
};

// Results are thread 0's alone (lane 0's of a warp); the others get what they brought.
template <typename T, int kThreads>
class BlockReduce {
 public:
  struct TempStorage {
    T values[kThreads];
  };
  explicit BlockReduce(TempStorage& storage) : storage_(storage) {}

  T Sum(T value) { return Reduce(value, cuda::std::plus<>{}); }
  template <typename Operator>
  T Reduce(T value, Operator combine) {
    storage_.values[threadIdx.x] = value;
    __syncthreads();
    if (threadIdx.x != 0) return value;
    for (int i = 1; i < kThreads; ++i) value = combine(value, storage_.values[i]);
    return value;
  }

 private:
  TempStorage& storage_;
};

template <typename T, int kThreads>
class BlockScan {
 public:
  struct TempStorage {
    T values[kThreads];
  };
  explicit BlockScan(TempStorage& storage) : storage_(storage) {}

  void ExclusiveSum(T value, T& result) {
    T aggregate{};
    ExclusiveSum(value, result, aggregate);
  }
  void ExclusiveSum(T value, T& result, T& aggregate) {
    storage_.values[threadIdx.x] = value;
    __syncthreads();
    T sum{};
    for (int i = 0; i < kThreads; ++i) {
      if (i == static_cast<int>(threadIdx.x)) result = sum;
      sum += storage_.values[i];
    }
    aggregate = sum;
  }
  void InclusiveSum(T value, T& result) {
    T exclusive{};
    ExclusiveSum(value, exclusive);
    result = exclusive + value;
  }

 private:
  TempStorage& storage_;
};

template <typename T>
class WarpReduce {
 public:
  struct TempStorage {
    T values[32];
  };
  explicit WarpReduce(TempStorage& storage) : storage_(storage) {}

  T Sum(T value) {
    storage_.values[threadIdx.x % 32] = value;
    __syncwarp();
    if (threadIdx.x % 32 != 0) return value;
    for (int i = 1; i < 32; ++i) value += storage_.values[i];
    return value;
  }

 private:
  TempStorage& storage_;
};

}  // namespace cub
