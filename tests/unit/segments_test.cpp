#include "kernels/cpu/segments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>

namespace hubcensus::cpu {
namespace {

using Rows = std::vector<std::pair<uint32_t, uint32_t>>;  // model and downloads

// All rows that the segments hold, in their order; each segment is of one chunk, and not empty.
Rows cut(SegmentCutter& cutter, const Rows& rows, size_t* segments = nullptr) {
  std::vector<uint32_t> models;
  std::vector<uint32_t> downloads;
  for (const auto& [model, value] : rows) {
    models.push_back(model);
    downloads.push_back(value);
  }
  Rows found;
  size_t count = 0;
  cutter.cut(std::span<const uint32_t>(models), std::span<const uint32_t>(downloads),
             [&](const Segment<uint32_t>& segment) {
               EXPECT_FALSE(segment.models.empty());
               ++count;
               for (size_t i = 0; i < segment.models.size(); ++i) {
                 EXPECT_EQ(segment.models[i] >> kChunkBits, segment.chunk);
                 found.emplace_back(segment.models[i], segment.downloads[i]);
               }
             });
  if (segments != nullptr) *segments = count;
  return found;
}

Rows rows_of_models(uint32_t count, uint32_t step) {
  Rows rows;
  for (uint32_t i = 0; i < count; ++i) rows.emplace_back(i * step, i);
  return rows;
}

TEST(Segments, RowsInOrderStayInTheirOrder) {
  SegmentCutter cutter;
  const Rows rows = rows_of_models(5'000, 100);  // over eight chunks
  size_t segments = 0;
  EXPECT_EQ(cut(cutter, rows, &segments), rows);
  EXPECT_EQ(segments, 8U);
}

TEST(Segments, ShuffledRowsAreGatheredByChunkAndEachIsThereOnce) {
  SegmentCutter cutter;
  std::mt19937 random(5);
  for (const uint32_t count : {0U, 1U, 2U, 31U, 1'023U, 40'000U}) {
    Rows rows = rows_of_models(count, 3'000);
    rows.emplace_back(kMaxModels - 1, 7);
    std::shuffle(rows.begin(), rows.end(), random);
    Rows found = cut(cutter, rows);
    std::sort(found.begin(), found.end());
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(found, rows);
  }
}

TEST(Segments, AChunkOfShuffledRowsIsOneSegment) {
  SegmentCutter cutter;
  std::mt19937 random(6);
  Rows rows = rows_of_models(4 * kChunkValues, 1);
  std::shuffle(rows.begin(), rows.end(), random);
  size_t segments = 0;
  cut(cutter, rows, &segments);
  EXPECT_EQ(segments, 4U);
}

TEST(Segments, NoRowIsNoSegment) {
  SegmentCutter cutter;
  size_t segments = 1;
  EXPECT_EQ(cut(cutter, {}, &segments), Rows());
  EXPECT_EQ(segments, 0U);
}

}  // namespace
}  // namespace hubcensus::cpu
