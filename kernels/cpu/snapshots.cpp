#include "kernels/cpu/snapshots.hpp"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <vector>

namespace hubcensus::cpu {
namespace {

// The samples of one chunk of models, period after period.
class ChunkDifferences {
 public:
  ChunkDifferences(std::span<const Day> born, Day first_day, uint32_t first_model)
      : born_(born), first_day_(first_day), first_model_(first_model) {}

  void convert(std::span<uint64_t> cells) {
    for (uint32_t i = 0; i < cells.size(); ++i) {
      if (cells[i] == 0) continue;  // no sample: no downloads
      const uint64_t sample = cells[i];
      cells[i] = rise(before_[i], sample, first_model_ + i);
      found_.downloads += cells[i];
      before_[i] = sample;
    }
  }

  const Differences& found() const { return found_; }

 private:
  uint64_t rise(uint64_t before, uint64_t sample, uint32_t model) {
    const uint64_t value = value_of_sample(sample);
    if (before == 0) {
      if (model < born_.size() && born_[model] >= first_day_) return value;
      ++found_.baselines;
      return 0;
    }
    const uint64_t base = value_of_sample(before);
    if (value >= base) return value - base;
    ++found_.falls;
    found_.fallen_downloads += base - value;
    return 0;
  }

  std::span<const Day> born_;
  Day first_day_;
  uint32_t first_model_;
  std::vector<uint64_t> before_ = std::vector<uint64_t>(kChunkValues);  // last sample, 0 for none
  Differences found_;
};

// Calls body(period, cells) for the cells of a chunk of models, period after period.
template <typename Body>
void for_periods(Cube& cube, uint32_t chunk, Body body) {
  for (int32_t period = cube.first_period(); period < cube.end_period(); ++period) {
    ChunkedColumn<uint64_t>* column = cube.find(period);
    if (column == nullptr || column->find(chunk) == nullptr) continue;
    body(period, std::span(column->chunk(chunk), kChunkValues));
  }
}

}  // namespace

Differences convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                   uint32_t models) {
  const uint32_t chunks = (models + kChunkMask) >> kChunkBits;
  tbb::enumerable_thread_specific<Differences> partials;
  tbb::parallel_for(0U, chunks, [&](uint32_t chunk) {
    ChunkDifferences differences(born, first_day, chunk << kChunkBits);
    for_periods(latest, chunk,
                [&](int32_t, std::span<uint64_t> cells) { differences.convert(cells); });
    const auto& [downloads, fallen_downloads, falls, baselines] = differences.found();
    Differences& mine = partials.local();
    mine.downloads += downloads;
    mine.fallen_downloads += fallen_downloads;
    mine.falls += falls;
    mine.baselines += baselines;
  });
  Differences all;
  for (const auto& [downloads, fallen_downloads, falls, baselines] : partials) {
    all.downloads += downloads;
    all.fallen_downloads += fallen_downloads;
    all.falls += falls;
    all.baselines += baselines;
  }
  return all;
}

u128 keep_last_samples(Cube& latest, std::span<const Day> last_day) {
  tbb::enumerable_thread_specific<u128> partials(0);
  tbb::parallel_for(0U, kMaxChunks, [&](uint32_t chunk) {
    for_periods(latest, chunk, [&](int32_t period, std::span<uint64_t> cells) {
      const Day last = last_day[static_cast<size_t>(period - latest.first_period())];
      u128 sum = 0;
      for (uint64_t& cell : cells) {
        cell = day_of_sample(cell) == last ? value_of_sample(cell) : 0;
        sum += cell;
      }
      partials.local() += sum;
    });
  });
  u128 all = 0;
  for (const u128 sum : partials) all += sum;
  return all;
}

}  // namespace hubcensus::cpu
