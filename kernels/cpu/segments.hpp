// Cuts the rows of one day into segments: rows whose models lie in one chunk, so that a facet's
// cells of a segment are one array, small enough for a cache and changed under one lock.
//
// Rows in order of their models are cut where they stand; others are brought together first, by
// counting.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/chunked_column.hpp"

namespace hubcensus::cpu {

template <typename Downloads>
struct Segment {
  uint32_t chunk;                     // of all its models
  std::span<const uint32_t> models;   // [rows]
  std::span<const Downloads> downloads;  // [rows]
};

// One thread's.
class SegmentCutter {
 public:
  // Calls use(segment) until each row was in one. The order of the rows may change.
  template <typename Downloads, typename Use>
  void cut(std::span<const uint32_t> models, std::span<const Downloads> downloads, Use use) {
    if (is_ordered(models)) {
      cut_in_place(models, downloads, use);
    } else {
      std::vector<Downloads>& values = scratch<Downloads>();
      gather(models, downloads, values);
      cut_in_place(std::span<const uint32_t>(models_), std::span<const Downloads>(values), use);
    }
  }

 private:
  static constexpr size_t kRowsPerCut = 16;  // with fewer on average, gathering is cheaper

  static bool is_ordered(std::span<const uint32_t> models) {
    size_t cuts = 0;
    for (size_t row = 1; row < models.size(); ++row) {
      cuts += (models[row] ^ models[row - 1]) >> kChunkBits == 0 ? 0 : 1;
    }
    return cuts * kRowsPerCut <= models.size();
  }

  template <typename Downloads, typename Use>
  static void cut_in_place(std::span<const uint32_t> models, std::span<const Downloads> downloads,
                           Use use) {
    for (size_t begin = 0; begin < models.size();) {
      const uint32_t chunk = models[begin] >> kChunkBits;
      size_t end = begin + 1;
      while (end < models.size() && models[end] >> kChunkBits == chunk) ++end;
      use(Segment<Downloads>{chunk, models.subspan(begin, end - begin),
                             downloads.subspan(begin, end - begin)});
      begin = end;
    }
  }

  template <typename Downloads>
  void gather(std::span<const uint32_t> models, std::span<const Downloads> downloads,
              std::vector<Downloads>& values) {
    begins_.fill(0);
    for (const uint32_t model : models) ++begins_[(model >> kChunkBits) + 1];
    for (size_t chunk = 1; chunk < begins_.size(); ++chunk) begins_[chunk] += begins_[chunk - 1];
    models_.resize(models.size());
    values.resize(models.size());
    for (size_t row = 0; row < models.size(); ++row) {
      const uint32_t to = begins_[models[row] >> kChunkBits]++;
      models_[to] = models[row];
      values[to] = downloads[row];
    }
  }

  template <typename Downloads>
  std::vector<Downloads>& scratch() {
    if constexpr (sizeof(Downloads) == sizeof(uint32_t)) {
      return narrow_;
    } else {
      return wide_;
    }
  }

  std::array<uint32_t, kMaxChunks + 1> begins_;  // [chunk]
  std::vector<uint32_t> models_;
  std::vector<uint32_t> narrow_;
  std::vector<uint64_t> wide_;
};

}  // namespace hubcensus::cpu
