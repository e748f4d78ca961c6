#include "kernels/cuda/day_totals.hpp"
#include "kernels/cuda/thread_rows.hpp"
#include "kernels/cuda/warp.hpp"

namespace hubcensus::cuda {
namespace {

// Sums of one day. A record is below 2^48, so that 2^15 of them fit 64 bits.
struct DaySum {
  uint32_t day = 0;
  uint64_t records = 0;
  uint64_t downloads = 0;
};

inline constexpr uint64_t kMostRecordsOfSum = 1U << 9;  // a warp's lanes together stay below 2^15

// Brings each lane's sum to its day; nothing of lanes without records.
__device__ void flush(const DaySum& sum, const DayCells& cells, bool with_downloads) {
  if (!__any_sync(kAllLanes, sum.records != 0)) return;
  const uint32_t lane = threadIdx.x % kWarpThreads;
  constexpr uint32_t kNoDay = 0xFFFF'FFFFU;
  uint32_t peers = __match_any_sync(kAllLanes, sum.records == 0 ? kNoDay : sum.day);
  if (sum.records == 0) peers = 1U << lane;
  const uint64_t records = combine_peers<SumCells>(peers, sum.records);
  const uint64_t downloads = combine_peers<SumCells>(peers, sum.downloads);
  if (sum.records == 0 || !is_lowest_of(peers)) return;
  SumCells::apply(cells.records + sum.day, records);
  if (!with_downloads || downloads == 0) return;
  auto* const low = reinterpret_cast<AtomicCell*>(cells.low + sum.day);
  const uint64_t before = atomicAdd(low, AtomicCell{downloads});
  if (before + downloads < before) SumCells::apply(cells.high + sum.day, 1);
}

// A thread owns four consecutive rows a turn, and keeps its sum while the day stays.
template <typename Downloads>
__global__ void __launch_bounds__(kThreadsOfBlock)
    add_day_totals_kernel(RecordColumns<Downloads> columns, bool with_downloads, DayCells cells) {
  DaySum held;
  for_thread_rows(columns, [&](const ThreadRows<Downloads>& rows, uint64_t) {
#pragma unroll
    for (uint32_t i = 0; i < kRowsOfThread; ++i) {
      const bool is_row = i < rows.count;
      const bool goes_on =
          !is_row || (rows.days[i] == held.day && held.records < kMostRecordsOfSum);
      if (__any_sync(kAllLanes, !goes_on && held.records != 0)) {
        flush(goes_on ? DaySum{} : held, cells, with_downloads);
      }
      if (!goes_on) held = {rows.days[i], 0, 0};
      if (is_row) {
        ++held.records;
        held.downloads += rows.downloads[i];
      }
    }
  });
  flush(held, cells, with_downloads);
}

}  // namespace

template <typename Downloads>
void add_day_totals(const RecordColumns<Downloads>& columns, bool with_downloads,
                    const DayCells& cells, const Device& device, const Stream& stream) {
  launch(add_day_totals_kernel<Downloads>,
         {"add day totals", blocks_for(columns.rows, device.multiprocessors()), kThreadsOfBlock},
         stream, columns, with_downloads, cells);
}

template void add_day_totals(const RecordColumns<uint32_t>&, bool, const DayCells&, const Device&,
                             const Stream&);
template void add_day_totals(const RecordColumns<uint64_t>&, bool, const DayCells&, const Device&,
                             const Stream&);

}  // namespace hubcensus::cuda
