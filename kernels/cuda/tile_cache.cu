#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

#include "kernels/cuda/tile_cache.hpp"

namespace hubcensus::cuda {

uint32_t TileCache::add_facet(uint32_t rows, Drain drain) {
  Facet facet;
  facet.drain = std::move(drain);
  facet.tiles.resize(rows);
  facet.slots = DeviceBuffer<uint32_t>(device_.memory(), rows, "the rows of a facet");
  facets_.push_back(std::move(facet));
  return static_cast<uint32_t>(facets_.size() - 1);
}

void TileCache::for_tiles(uint32_t number, std::span<const uint32_t> rows,
                          std::span<const uint32_t> chunks,
                          const std::function<void(const TileTable&)>& use) {
  const size_t wanted = rows.size() * chunks.size();
  for (size_t at = 0; at < wanted;) {
    ++pass_;
    const size_t begin = at;
    while (at < wanted &&
           make_resident(number, rows[at / chunks.size()], chunks[at % chunks.size()])) {
      ++at;
    }
    if (at == begin) {
      throw Error(ErrorKind::limit,
                  "device memory exhausted by the tiles of a facet: " + std::to_string(kTileBytes) +
                      " bytes wanted, " + std::to_string(device_.memory().free_bytes()) +
                      " free; use --backend cpu");
    }
    const bool is_whole = begin == 0 && at == wanted;
    use(table(facets_[number], is_whole));
  }
}

bool TileCache::make_resident(uint32_t number, uint32_t row, uint32_t chunk) {
  Facet& facet = facets_[number];
  std::vector<uint32_t>& of_row = facet.tiles[row];
  if (chunk < of_row.size() && of_row[chunk] != kNoTile) {
    tiles_[of_row[chunk]].pass = pass_;
    return true;
  }
  uint64_t* const cells = take_cells();
  if (cells == nullptr) return false;
  fill_zero(cells, kChunkValues, stream_);
  if (of_row.empty()) facet.rows.push_back(row);
  if (chunk >= of_row.size()) of_row.resize(chunk + 1, kNoTile);
  facet.chunks = std::max(facet.chunks, chunk + 1);
  if (free_places_.empty()) {
    free_places_.push_back(static_cast<uint32_t>(tiles_.size()));
    tiles_.emplace_back();
  }
  of_row[chunk] = free_places_.back();
  free_places_.pop_back();
  tiles_[of_row[chunk]] = {number, row, chunk, pass_, cells};
  facet.is_dirty = true;
  return true;
}

uint64_t* TileCache::take_cells() {
  if (free_cells_.empty() && !grow() && !evict()) return nullptr;
  uint64_t* const cells = free_cells_.back();
  free_cells_.pop_back();
  return cells;
}

bool TileCache::grow() {
  for (const size_t count : {kTilesOfSlab, size_t{1}}) {
    const int64_t bytes = static_cast<int64_t>(count) * kTileBytes;
    if (held_bytes_ + bytes > limit_bytes_ && !(slabs_.empty() && count == 1)) continue;
    auto slab = DeviceBuffer<uint64_t>::try_make(device_.memory(), count * kChunkValues);
    if (slab.size() == 0) continue;
    for (size_t i = count; i-- > 0;) free_cells_.push_back(slab.data() + i * kChunkValues);
    held_bytes_ += bytes;
    slabs_.push_back(std::move(slab));
    return true;
  }
  return false;
}

// Those that were not used for longest, none of this pass.
bool TileCache::evict() {
  std::vector<uint32_t> old;
  for (uint32_t place = 0; place < tiles_.size(); ++place) {
    if (tiles_[place].cells != nullptr && tiles_[place].pass < pass_) old.push_back(place);
  }
  if (old.empty()) return false;
  const size_t count = std::min(old.size(), kTilesOfDrain);
  std::partial_sort(old.begin(), old.begin() + static_cast<std::ptrdiff_t>(count), old.end(),
                    [&](uint32_t left, uint32_t right) {
                      return std::pair(tiles_[left].pass, left) <
                             std::pair(tiles_[right].pass, right);
                    });
  drain(std::span(old).first(count));
  return true;
}

void TileCache::drain(std::span<const uint32_t> places) {
  if (drained_.size() == 0) drained_ = PinnedBuffer<uint64_t>(kTilesOfDrain * kChunkValues);
  const auto cells_of = [&](size_t i) {
    return drained_.values().subspan(i * kChunkValues, kChunkValues);
  };
  for (size_t i = 0; i < places.size(); ++i) {
    copy_to_host<uint64_t>(cells_of(i), tiles_[places[i]].cells, stream_);
  }
  stream_.wait();
  tbb::this_task_arena::isolate([&] {
    // Isolated, as the caller holds a lock: another task that this thread took up while it waits
    // here might want the same.
    tbb::parallel_for(size_t{0}, places.size(), [&](size_t i) {
      const Tile& tile = tiles_[places[i]];
      facets_[tile.facet].drain(tile.row, tile.chunk, cells_of(i));
    });
  });
  for (const uint32_t place : places) {
    Tile& tile = tiles_[place];
    Facet& facet = facets_[tile.facet];
    facet.tiles[tile.row][tile.chunk] = kNoTile;
    facet.is_dirty = true;
    free_cells_.push_back(std::exchange(tile.cells, nullptr));
    free_places_.push_back(place);
  }
  drained_tiles_ += places.size();
}

void TileCache::drain_all() {
  std::vector<uint32_t> all;
  for (uint32_t place = 0; place < tiles_.size(); ++place) {
    if (tiles_[place].cells != nullptr) all.push_back(place);
  }
  for (size_t at = 0; at < all.size(); at += kTilesOfDrain) {
    drain(std::span(all).subspan(at, std::min(kTilesOfDrain, all.size() - at)));
  }
}

TileTable TileCache::table(Facet& facet, bool with_all_tiles) {
  if (with_all_tiles && !facet.is_dirty) {
    return {facet.slots.data(), facet.pointers.data(), facet.chunks};
  }
  stream_.wait();  // who reads what is written over here
  std::vector<uint32_t>& slots = facet.host_slots;
  std::vector<uint64_t*>& pointers = facet.host_pointers;
  slots.assign(facet.tiles.size(), kNoSlot);
  pointers.clear();
  for (const uint32_t row : facet.rows) {
    slots[row] = static_cast<uint32_t>(pointers.size() / facet.chunks);
    pointers.resize(pointers.size() + facet.chunks);
    uint64_t** const of_row = pointers.data() + pointers.size() - facet.chunks;
    for (uint32_t chunk = 0; chunk < facet.tiles[row].size(); ++chunk) {
      const uint32_t place = facet.tiles[row][chunk];
      if (place == kNoTile) continue;
      if (with_all_tiles || tiles_[place].pass == pass_) of_row[chunk] = tiles_[place].cells;
    }
  }
  if (facet.pointers.size() < pointers.size()) {
    facet.pointers = DeviceBuffer<uint64_t*>(device_.memory(), 2 * pointers.size(),
                                             "the table of a facet's tiles");
  }
  copy_to_device<uint32_t>(facet.slots.data(), slots, stream_);
  copy_to_device<uint64_t*>(facet.pointers.data(), pointers, stream_);
  facet.is_dirty = !with_all_tiles;
  return {facet.slots.data(), facet.pointers.data(), facet.chunks};
}

}  // namespace hubcensus::cuda
