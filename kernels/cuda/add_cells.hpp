// The fold's main step: records into the cells of a facet. One pass over the columns; runs of one
// cell in a thread's rows are merged in registers, the same cell in a warp by shuffles.
#pragma once

#include <cstdint>

#include "kernels/calendar.hpp"
#include "kernels/cuda/device.hpp"
#include "kernels/cuda/record_columns.hpp"
#include "kernels/cuda/tile_table.hpp"

namespace hubcensus::cuda {

// What a facet needs to know of the models.
struct ModelColumns {
  const Day* born = nullptr;            // [born_models]
  const uint8_t* size_class = nullptr;  // [model], of all models of the rows
  uint32_t born_models = 0;
};

enum class CellFacet : uint8_t {
  downloads,    // [period][model] sum
  latest,       // [period][model] the largest packed sample
  age,          // [band][model] sum; models without a day of creation are left out
  weeks,        // [week][model] sum; ages of 52 weeks and more are left out
  dense_values  // [value_row()][value] number of records; values from 2^16 on are left out
};

// grain: of downloads and latest. Downloads: uint32_t or uint64_t.
template <typename Downloads>
void add_cells(CellFacet facet, Grain grain, const RecordColumns<Downloads>& columns,
               const ModelColumns& models, const TileTable& table, const Device& device,
               const Stream& stream);

}  // namespace hubcensus::cuda
