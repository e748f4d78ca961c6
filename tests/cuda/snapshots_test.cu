// Samples of counters become downloads on the device as on the CPU, which tests/unit checks against
// brute force.
#include <gtest/gtest.h>

#include <random>

#include "kernels/backend.hpp"
#include "tests/unit/cube_cells.hpp"

namespace hubcensus {
namespace {

constexpr Day kFirstDay = 19'723;  // 2024-01-01
constexpr uint32_t kChunks = 6;    // more than are on their way at a time
constexpr uint32_t kModels = kChunks << kChunkBits;

struct Samples {
  Cube cube;
  DayTotals days;
};

class DeviceSnapshots : public testing::Test {
 protected:
  // Months with samples in some chunks, some of the largest value, some of 0, and days that are the
  // last of their month or are not. Chunk 2 has none.
  Samples some_samples() {
    Samples samples{Cube(Grain::month, budget_, "samples", CubeMerge::max), {}};
    std::mt19937_64 random(1);
    for (int i = 0; i < 5000; ++i) {
      const auto chunk = static_cast<uint32_t>(random() % kChunks);
      if (chunk == 2) continue;
      const bool at_end = random() % 4 == 0;
      const uint32_t model = (chunk << kChunkBits) + (at_end ? kChunkMask : random() % 40);
      const auto day = static_cast<uint16_t>(kFirstDay + random() % 180);
      const uint64_t value = random() % 9 == 0 ? kMaxSample : random() % 1000 * (random() % 2);
      auto& column = samples.cube.period(period_of(Grain::month, day));
      column.set(model, std::max(column.get(model), pack_sample(day, value)));
      ++samples.days.records[day];
    }
    return samples;
  }

  // result(backend, samples) on both backends.
  template <typename Result>
  void expect_equal(Result result) {
    Samples on_cpu = some_samples();
    Samples on_device = some_samples();
    const auto cpu = make_cpu_backend();
    EXPECT_EQ(result(*device_, on_device), result(*cpu, on_cpu));
    const Cells cells = cells_of(on_cpu.cube);
    EXPECT_FALSE(cells.empty());
    EXPECT_EQ(cells_of(on_device.cube), cells);
    EXPECT_EQ(on_device.cube.merge_operator(), CubeMerge::sum);
  }

  std::unique_ptr<Backend> device_ = make_cuda_backend(0);
  MemoryBudget budget_{int64_t{8} << 30};
};

TEST_F(DeviceSnapshots, DifferencesAreThoseOfTheCpu) {
  for (const size_t known : {size_t{0}, size_t{kChunkValues} + 7, size_t{kModels}}) {
    std::vector<Day> born(known, kAlwaysBorn);
    for (size_t model = 0; model < known; model += 2) born[model] = kFirstDay + model % 16 - 8;
    expect_equal([&](Backend& backend, Samples& samples) {
      const Corrections found =
          backend.convert_to_differences(samples.cube, born, kFirstDay, kModels);
      EXPECT_GT(found.falls, 0U);
      EXPECT_GT(found.fallen_downloads, uint64_t{1} << 48);
      EXPECT_GT(found.baselines, 0U);
      return found;
    });
  }
}

TEST_F(DeviceSnapshots, TheLastSamplesAreThoseOfTheCpu) {
  expect_equal([](Backend& backend, Samples& samples) {
    backend.keep_last_samples(samples.cube, samples.days);
    return true;
  });
}

TEST_F(DeviceSnapshots, NothingStaysNothing) {
  Cube samples(Grain::month, budget_, "samples", CubeMerge::max);
  EXPECT_EQ(device_->convert_to_differences(samples, {}, kFirstDay, kModels), Corrections{});
  Cube others(Grain::month, budget_, "samples", CubeMerge::max);
  device_->keep_last_samples(others, {});
  EXPECT_EQ(cells_of(others), Cells{});
}

}  // namespace
}  // namespace hubcensus
