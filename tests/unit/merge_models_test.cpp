#include "kernels/merge_models.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "kernels/snapshots.hpp"
#include "tests/unit/cube_cells.hpp"
#include "tests/unit/error_message.hpp"

namespace hubcensus {
namespace {

TEST(MergeModels, TheLaterSampleStaysInEveryPeriod) {
  MemoryBudget budget(int64_t{1} << 30);
  Cube cube(Grain::month, budget, "facet", CubeMerge::max);
  constexpr uint32_t kFar = kChunkValues + 3;  // of another chunk
  const auto set = [&](int32_t month, uint32_t model, uint64_t value) {
    cube.period(month).set(model, value);
  };
  set(600, 0, pack_sample(5, 10));
  set(600, 2, pack_sample(6, 4));
  set(601, 2, pack_sample(40, 4));
  set(602, kFar, pack_sample(70, 9));
  set(602, 0, pack_sample(70, 8));
  set(602, 1, pack_sample(71, 1));
  set(603, 0, pack_sample(99, 5));
  set(603, 2, pack_sample(98, 6));
  std::vector<uint32_t> into(kFar + 1);
  std::iota(into.begin(), into.end(), 0U);
  into[2] = 0;
  into[kFar] = 0;
  merge_models(cube, into);
  EXPECT_EQ(cells_of(cube), (Cells{{{600, 0}, pack_sample(6, 4)},
                                   {{601, 0}, pack_sample(40, 4)},
                                   {{602, 0}, pack_sample(70, 9)},
                                   {{602, 1}, pack_sample(71, 1)},
                                   {{603, 0}, pack_sample(99, 5)}}));
}

TEST(MergeModels, ModelsBeyondTheListStay) {
  MemoryBudget budget(int64_t{1} << 30);
  Cube cube(Grain::month, budget, "facet", CubeMerge::max);
  cube.period(600).set(1, 7);
  cube.period(600).set(2, 8);
  merge_models(cube, {});
  merge_models(cube, std::vector<uint32_t>{0, 0});
  EXPECT_EQ(cells_of(cube), (Cells{{{600, 0}, 7}, {{600, 2}, 8}}));
}

TEST(MergeModels, SumsAreRefused) {
  MemoryBudget budget(int64_t{1} << 30);
  Cube cube(Grain::month, budget, "facet", CubeMerge::sum);
  error_message(ErrorKind::internal, [&] { merge_models(cube, std::vector<uint32_t>{0, 0}); });
}

}  // namespace
}  // namespace hubcensus
