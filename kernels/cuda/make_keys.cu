#include "kernels/cuda/make_keys.hpp"
#include "kernels/cuda/thread_rows.hpp"
#include "kernels/cuda/warp.hpp"

namespace hubcensus::cuda {
namespace {

// A thread owns four consecutive rows a turn.
template <typename Downloads>
__global__ void __launch_bounds__(kThreadsOfBlock)
    make_user_keys_kernel(RecordColumns<Downloads> columns, uint64_t* keys) {
  for_thread_rows(columns, [&](const ThreadRows<Downloads>& rows, uint64_t first) {
#pragma unroll
    for (uint32_t i = 0; i < kRowsOfThread; ++i) {
      if (i >= rows.count) break;
      const uint64_t country = columns.countries[first + i];
      const uint64_t month = month_of_day(rows.days[i]);
      keys[first + i] = (country << kUserMonthBits | month) << kUserModelBits | rows.models[i];
    }
  });
}

// The lowest lane takes the places of all that bring a key.
template <typename Downloads>
__global__ void __launch_bounds__(kThreadsOfBlock)
    append_value_keys_kernel(RecordColumns<Downloads> columns, const uint8_t* size_class,
                             uint64_t* keys, uint64_t* size) {
  const uint32_t lane = threadIdx.x % kWarpThreads;
  for_thread_rows(columns, [&](const ThreadRows<Downloads>& rows, uint64_t) {
    for (uint32_t i = 0; i < kRowsOfThread; ++i) {
      const bool is_large = i < rows.count && rows.downloads[i] >= kDenseValues;
      const uint32_t lanes = __ballot_sync(kAllLanes, static_cast<int>(is_large));
      if (lanes == 0) continue;
      AtomicCell first = 0;
      if (lane == 0) {
        first =
            atomicAdd(reinterpret_cast<AtomicCell*>(size), static_cast<AtomicCell>(__popc(lanes)));
      }
      first = __shfl_sync(kAllLanes, first, 0);
      if (!is_large) continue;
      const uint64_t row = value_row(rows.days[i], size_class[rows.models[i]]);
      const auto before = static_cast<uint32_t>(__popc(lanes & ((1U << lane) - 1)));
      keys[first + before] = row << kValueBits | rows.downloads[i];
    }
  });
}

}  // namespace

template <typename Downloads>
void make_user_keys(const RecordColumns<Downloads>& columns, uint64_t* keys, const Device& device,
                    const Stream& stream) {
  launch(make_user_keys_kernel<Downloads>,
         {"make user keys", blocks_for(columns.rows, device.multiprocessors()), kThreadsOfBlock},
         stream, columns, keys);
}

template <typename Downloads>
void append_value_keys(const RecordColumns<Downloads>& columns, const uint8_t* size_class,
                       uint64_t* keys, uint64_t* size, const Device& device, const Stream& stream) {
  launch(append_value_keys_kernel<Downloads>,
         {"append value keys", blocks_for(columns.rows, device.multiprocessors()), kThreadsOfBlock},
         stream, columns, size_class, keys, size);
}

template void make_user_keys(const RecordColumns<uint32_t>&, uint64_t*, const Device&,
                             const Stream&);
template void make_user_keys(const RecordColumns<uint64_t>&, uint64_t*, const Device&,
                             const Stream&);
template void append_value_keys(const RecordColumns<uint32_t>&, const uint8_t*, uint64_t*,
                                uint64_t*, const Device&, const Stream&);
template void append_value_keys(const RecordColumns<uint64_t>&, const uint8_t*, uint64_t*,
                                uint64_t*, const Device&, const Stream&);

}  // namespace hubcensus::cuda
