// The tiles of all facets of a fold in device memory: made when records need them, and the least
// recently used are drained to the host where the memory ends, so that a facet may be larger than
// the device.
//
// Not thread-safe. Invariant: a cell's value is the host's merged with that of its tile.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "kernels/cuda/device.hpp"
#include "kernels/cuda/tile_table.hpp"

namespace hubcensus::cuda {

class TileCache {
 public:
  // Takes the cells [65536] of a drained tile. Several threads call it at once, each for another
  // tile.
  using Drain = std::function<void(uint32_t row, uint32_t chunk, std::span<const uint64_t> cells)>;

  // Tiles take up to `limit_bytes` of the device, and at least one. What uses them runs in
  // `stream`.
  TileCache(Device& device, const Stream& stream, int64_t limit_bytes)
      : device_(device), stream_(stream), limit_bytes_(limit_bytes) {}

  // Its number.
  uint32_t add_facet(uint32_t rows, Drain drain);

  // Calls use(table) once where the tiles of all rows and chunks find room together, else as often
  // as it takes, each with others of them. No row or chunk stands there twice.
  void for_tiles(uint32_t facet, std::span<const uint32_t> rows, std::span<const uint32_t> chunks,
                 const std::function<void(const TileTable&)>& use);
  // All tiles, to the host; the cache is empty then.
  void drain_all();

  uint64_t drained_tiles() const { return drained_tiles_; }

 private:
  static constexpr size_t kTilesOfSlab = 16;
  static constexpr size_t kTilesOfDrain = 16;  // at a time

  struct Tile {
    uint32_t facet = 0;
    uint32_t row = 0;
    uint32_t chunk = 0;
    uint64_t pass = 0;  // that used it last
    uint64_t* cells = nullptr;
  };

  struct Facet {
    Drain drain;
    std::vector<std::vector<uint32_t>> tiles;  // [row][chunk] place in tiles_, kNoTile
    std::vector<uint32_t> rows;                // those that had tiles
    uint32_t chunks = 0;
    bool is_dirty = true;          // the table on the device is not that of all tiles
    DeviceBuffer<uint32_t> slots;  // of the table, and what it was copied from
    DeviceBuffer<uint64_t*> pointers;
    std::vector<uint32_t> host_slots;
    std::vector<uint64_t*> host_pointers;
  };

  static constexpr uint32_t kNoTile = 0xFFFF'FFFFU;

  bool make_resident(uint32_t facet, uint32_t row, uint32_t chunk);
  uint64_t* take_cells();
  bool grow();
  bool evict();
  void drain(std::span<const uint32_t> places);
  TileTable table(Facet& facet, bool with_all_tiles);

  Device& device_;
  const Stream& stream_;
  const int64_t limit_bytes_;
  std::vector<Facet> facets_;
  std::vector<Tile> tiles_;  // cells are null where the place is free
  std::vector<uint32_t> free_places_;
  std::vector<uint64_t*> free_cells_;
  std::vector<DeviceBuffer<uint64_t>> slabs_;
  PinnedBuffer<uint64_t> drained_;  // [kTilesOfDrain][65536]
  int64_t held_bytes_ = 0;
  uint64_t pass_ = 0;
  uint64_t drained_tiles_ = 0;
};

}  // namespace hubcensus::cuda
