#include "kernels/backend.hpp"
#include "kernels/cuda/add_cells.hpp"
#include "kernels/cuda/cell_rows.hpp"
#include "kernels/cuda/thread_rows.hpp"
#include "kernels/cuda/warp.hpp"

namespace hubcensus::cuda {
namespace {

// A cell's place and what comes to it.
struct Place {
  bool is_kept = false;
  uint32_t row = 0;
  uint32_t column = 0;
  uint64_t amount = 0;
};

struct PlaceOfDownloads {
  using Operator = SumCells;
  Grain grain;

  __device__ Place operator()(uint32_t model, uint32_t day, uint64_t downloads) const {
    return {downloads != 0, period_row(grain, day), model, downloads};
  }
};

struct PlaceOfSample {
  using Operator = MaxCells;
  Grain grain;

  __device__ Place operator()(uint32_t model, uint32_t day, uint64_t value) const {
    return {true, period_row(grain, day), model, uint64_t{day} << kSampleDayShift | value};
  }
};

template <bool kInWeeks>
struct PlaceOfAge {
  using Operator = SumCells;
  const Day* born;
  uint32_t born_models;

  __device__ Place operator()(uint32_t model, uint32_t day, uint64_t downloads) const {
    if (downloads == 0 || model >= born_models) return {};
    const Day creation = born[model];
    if (creation == kAlwaysBorn) return {};
    const int64_t age = age_of(day, creation);
    if (!kInWeeks) return {true, band_of_age(age), model, downloads};
    const bool counts = age < int64_t{kLifeWeeks} * kDaysOfWeek;
    return {counts, static_cast<uint32_t>(age / kDaysOfWeek), model, downloads};
  }
};

struct PlaceOfValue {
  using Operator = SumCells;
  const uint8_t* size_class;

  __device__ Place operator()(uint32_t model, uint32_t day, uint64_t downloads) const {
    if (downloads >= kDenseValues) return {};
    return {true, value_row(day, size_class[model]), static_cast<uint32_t>(downloads), 1};
  }
};

// A thread owns four consecutive rows a turn.
template <typename Facet, typename Downloads>
__global__ void __launch_bounds__(kThreadsOfBlock)
    add_cells_kernel(Facet place_of, RecordColumns<Downloads> columns, TileTable table) {
  using Operator = typename Facet::Operator;
  for_thread_rows(columns, [&](const ThreadRows<Downloads>& rows, uint64_t) {
    uint64_t* held_cell = nullptr;
    uint64_t held = 0;
#pragma unroll
    for (uint32_t i = 0; i < kRowsOfThread; ++i) {
      Place place;
      if (i < rows.count) place = place_of(rows.models[i], rows.days[i], rows.downloads[i]);
      uint64_t* const cell = place.is_kept ? table.find(place.row, place.column) : nullptr;
      const bool is_run = cell == held_cell;
      apply_merged<Operator>(is_run ? nullptr : held_cell, held);
      held = is_run ? Operator::combine(held, place.amount) : place.amount;
      held_cell = cell;
    }
    apply_merged<Operator>(held_cell, held);
  });
}

template <typename Facet, typename Downloads>
void run(const char* name, const Facet& place_of, const RecordColumns<Downloads>& columns,
         const TileTable& table, const Device& device, const Stream& stream) {
  launch(add_cells_kernel<Facet, Downloads>,
         {name, blocks_for(columns.rows, device.multiprocessors()), kThreadsOfBlock}, stream,
         place_of, columns, table);
}

}  // namespace

template <typename Downloads>
void add_cells(CellFacet facet, Grain grain, const RecordColumns<Downloads>& columns,
               const ModelColumns& models, const TileTable& table, const Device& device,
               const Stream& stream) {
  switch (facet) {
    case CellFacet::downloads:
      return run("add downloads", PlaceOfDownloads{grain}, columns, table, device, stream);
    case CellFacet::latest:
      return run("add samples", PlaceOfSample{grain}, columns, table, device, stream);
    case CellFacet::age:
      return run("add ages", PlaceOfAge<false>{models.born, models.born_models}, columns, table,
                 device, stream);
    case CellFacet::weeks:
      return run("add weeks", PlaceOfAge<true>{models.born, models.born_models}, columns, table,
                 device, stream);
    case CellFacet::dense_values:
      return run("add values", PlaceOfValue{models.size_class}, columns, table, device, stream);
  }
}

template void add_cells(CellFacet, Grain, const RecordColumns<uint32_t>&, const ModelColumns&,
                        const TileTable&, const Device&, const Stream&);
template void add_cells(CellFacet, Grain, const RecordColumns<uint64_t>&, const ModelColumns&,
                        const TileTable&, const Device&, const Stream&);

}  // namespace hubcensus::cuda
