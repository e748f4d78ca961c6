#include <algorithm>
#include <cstring>
#include <deque>
#include <vector>

#include "kernels/cuda/snapshots.hpp"
#include "kernels/cuda/warp.hpp"

namespace hubcensus::cuda {
namespace {

constexpr uint32_t kThreads = 256;
constexpr uint32_t kBlocks = 32;
constexpr uint32_t kTileThreads = kBlocks * kThreads;  // a thread owns every so manieth cell
constexpr size_t kLanes = 4;                           // chunks on their way at a time
static_assert(kChunkValues % kTileThreads == 0);

// Sums of a chunk over its periods, in halves: of 2^32 cells at most, each below 2^48.
struct Found {
  unsigned long long downloads_low, downloads_high;
  unsigned long long fallen_low, fallen_high;
  unsigned long long falls;
  unsigned long long baselines;
};

// Of a warp: its sum is below 2^61.
__device__ void add_halves(unsigned long long& low, unsigned long long& high, uint64_t mine) {
  const uint64_t sum = combine_peers<SumCells>(kAllLanes, mine);
  if (threadIdx.x % kWarpThreads != 0 || sum == 0) return;
  atomicAdd(&low, static_cast<unsigned long long>(sum & 0xFFFF'FFFF));
  atomicAdd(&high, static_cast<unsigned long long>(sum >> 32));
}

__device__ void add_count(unsigned long long& count, uint32_t mine) {
  const uint32_t sum = __reduce_add_sync(kAllLanes, mine);
  if (threadIdx.x % kWarpThreads != 0 || sum == 0) return;
  atomicAdd(&count, static_cast<unsigned long long>(sum));
}

// cells [kChunkValues] samples of a period -> its downloads; before [kChunkValues] the last sample
// of each model, 0 for none; born [born_models] of the chunk.
__global__ void difference(uint64_t* cells, uint64_t* before, const Day* born, uint32_t born_models,
                           Day first_day, Found* found) {
  uint64_t downloads = 0;
  uint64_t fallen = 0;
  uint32_t falls = 0;
  uint32_t baselines = 0;
  for (uint32_t i = blockIdx.x * kThreads + threadIdx.x; i < kChunkValues; i += kTileThreads) {
    const uint64_t sample = cells[i];
    if (sample == 0) continue;  // no sample: no downloads
    const uint64_t held = before[i];
    const uint64_t value = value_of_sample(sample);
    const uint64_t base = value_of_sample(held);
    const bool is_new = held == 0 && i < born_models && born[i] >= first_day;
    uint64_t rise = 0;
    if (held == 0 && !is_new) {
      ++baselines;
    } else if (value >= base) {
      rise = value - base;
    } else {
      ++falls;
      fallen += base - value;
    }
    downloads += rise;
    cells[i] = rise;
    before[i] = sample;
  }
  add_halves(found->downloads_low, found->downloads_high, downloads);
  add_halves(found->fallen_low, found->fallen_high, fallen);
  add_count(found->falls, falls);
  add_count(found->baselines, baselines);
}

// cells [kChunkValues] samples of a period -> those of its last day
__global__ void keep_last(uint64_t* cells, Day last_day, Found* found) {
  uint64_t sum = 0;
  for (uint32_t i = blockIdx.x * kThreads + threadIdx.x; i < kChunkValues; i += kTileThreads) {
    const uint64_t sample = cells[i];
    const uint64_t kept = day_of_sample(sample) == last_day ? value_of_sample(sample) : 0;
    cells[i] = kept;
    sum += kept;
  }
  add_halves(found->downloads_low, found->downloads_high, sum);
}

// Takes the tiles of one chunk through the device, one at a time.
class Lane {
 public:
  explicit Lane(DeviceMemory& memory)
      : staging_(kChunkValues),
        cells_(memory, kChunkValues, "tiles of the cube"),
        before_(memory, kChunkValues, "tiles of the cube"),
        born_(memory, kChunkValues, "tiles of the cube"),
        found_(memory, 1, "tiles of the cube") {}

  void begin_chunk(std::span<const Day> born) {
    born_models_ = static_cast<uint32_t>(born.size());
    copy_to_device(born_.data(), born, stream_);
    fill_zero(before_.data(), kChunkValues, stream_);
    fill_zero(found_.data(), 1, stream_);
  }

  // kernel(cells) launches what is done to a tile.
  template <typename Kernel>
  void begin_tile(uint64_t* tile, Kernel kernel) {
    end_tile();
    tile_ = tile;
    std::memcpy(staging_.data(), tile, kTileBytes);
    copy_to_device(cells_.data(), std::span<const uint64_t>(staging_.values()), stream_);
    kernel(*this);
    copy_to_host(staging_.values(), cells_.data(), stream_);
  }

  void end_tile() {
    if (tile_ == nullptr) return;
    stream_.wait();
    std::memcpy(tile_, staging_.data(), kTileBytes);
    tile_ = nullptr;
  }

  Found end_chunk() {
    end_tile();
    Found found{};
    copy_to_host(std::span(&found, 1), found_.data(), stream_);
    stream_.wait();
    return found;
  }

  void launch_difference(Day first_day) {
    launch(difference, {"difference", kBlocks, kThreads}, stream_, cells_.data(), before_.data(),
           born_.data(), born_models_, first_day, found_.data());
  }
  void launch_keep_last(Day last_day) {
    launch(keep_last, {"keep_last", kBlocks, kThreads}, stream_, cells_.data(), last_day,
           found_.data());
  }

 private:
  static constexpr size_t kTileBytes = kChunkValues * sizeof(uint64_t);

  Stream stream_;  // outlives the memory that its work uses
  PinnedBuffer<uint64_t> staging_;
  DeviceBuffer<uint64_t> cells_;
  DeviceBuffer<uint64_t> before_;
  DeviceBuffer<Day> born_;
  DeviceBuffer<Found> found_;
  uint32_t born_models_ = 0;
  uint64_t* tile_ = nullptr;  // on its way
};

std::span<const Day> born_in(std::span<const Day> born, uint32_t chunk) {
  const size_t begin = std::min(born.size(), size_t{chunk} << kChunkBits);
  return born.subspan(begin, std::min<size_t>(kChunkValues, born.size() - begin));
}

bool has_chunk(const Cube& cube, uint32_t chunk) {
  for (int32_t period = cube.first_period(); period < cube.end_period(); ++period) {
    const ChunkedColumn<uint64_t>* column = cube.find(period);
    if (column != nullptr && column->find(chunk) != nullptr) return true;
  }
  return false;
}

// Streams all tiles through the device: kernel(lane, period) launches what is done to one, behind
// the periods before it. Returns what was found, chunk by chunk.
template <typename Kernel>
std::vector<Found> stream_tiles(Cube& cube, std::span<const Day> born, Device& device,
                                Kernel kernel) {
  device.use();
  std::vector<uint32_t> chunks;
  for (uint32_t chunk = 0; chunk < kMaxChunks; ++chunk) {
    if (has_chunk(cube, chunk)) chunks.push_back(chunk);
  }
  std::deque<Lane> lanes;
  while (lanes.size() < std::min(kLanes, chunks.size())) lanes.emplace_back(device.memory());
  std::vector<Found> found;
  for (size_t first = 0; first < chunks.size(); first += kLanes) {
    const auto some = std::span(chunks).subspan(first, std::min(kLanes, chunks.size() - first));
    for (size_t i = 0; i < some.size(); ++i) lanes[i].begin_chunk(born_in(born, some[i]));
    for (int32_t period = cube.first_period(); period < cube.end_period(); ++period) {
      ChunkedColumn<uint64_t>* column = cube.find(period);
      if (column == nullptr) continue;
      for (size_t i = 0; i < some.size(); ++i) {
        if (column->find(some[i]) == nullptr) continue;
        lanes[i].begin_tile(column->chunk(some[i]), [&](Lane& lane) { kernel(lane, period); });
      }
    }
    for (size_t i = 0; i < some.size(); ++i) found.push_back(lanes[i].end_chunk());
  }
  return found;
}

u128 joined(unsigned long long low, unsigned long long high) { return (u128{high} << 32) + low; }

}  // namespace

Differences convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                   uint32_t models, Device& device) {
  const auto known = born.first(std::min<size_t>(born.size(), models));
  const auto chunks = stream_tiles(latest, known, device,
                                   [&](Lane& lane, int32_t) { lane.launch_difference(first_day); });
  Differences all;
  for (const Found& found : chunks) {
    all.downloads += joined(found.downloads_low, found.downloads_high);
    all.fallen_downloads += joined(found.fallen_low, found.fallen_high);
    all.falls += found.falls;
    all.baselines += found.baselines;
  }
  return all;
}

u128 keep_last_samples(Cube& latest, std::span<const Day> last_day, Device& device) {
  const auto chunks = stream_tiles(latest, {}, device, [&](Lane& lane, int32_t period) {
    lane.launch_keep_last(last_day[static_cast<size_t>(period - latest.first_period())]);
  });
  u128 all = 0;
  for (const Found& found : chunks) all += joined(found.downloads_low, found.downloads_high);
  return all;
}

}  // namespace hubcensus::cuda
