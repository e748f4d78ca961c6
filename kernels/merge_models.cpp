#include "kernels/merge_models.hpp"

#include <algorithm>

#include "kernels/error.hpp"

namespace hubcensus {
namespace {

void merge_column(ChunkedColumn<uint64_t>& column, std::span<const uint32_t> into) {
  const auto models = static_cast<uint32_t>(into.size());
  for (uint32_t begin = 0; begin < models; begin += kChunkValues) {
    if (column.find(begin >> kChunkBits) == nullptr) continue;
    uint64_t* const cells = column.chunk(begin >> kChunkBits);
    for (uint32_t i = 0; i < std::min(kChunkValues, models - begin); ++i) {
      const uint32_t target = into[begin + i];
      if (target == begin + i || cells[i] == 0) continue;
      column.set(target, std::max(column.get(target), cells[i]));
      cells[i] = 0;
    }
  }
}

}  // namespace

void merge_models(Cube& cube, std::span<const uint32_t> into) {
  if (into.empty()) return;
  if (cube.merge_operator() != CubeMerge::max) {
    throw Error(ErrorKind::internal, "a cube of sums has no samples to merge");
  }
  for (int32_t period = cube.first_period(); period < cube.end_period(); ++period) {
    if (ChunkedColumn<uint64_t>* column = cube.find(period)) merge_column(*column, into);
  }
}

}  // namespace hubcensus
