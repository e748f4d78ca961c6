// Sorted rows that did not fit into memory: a file without a name, gone with this object or with
// the process, however that ends. Written once from front to back, then read as memory.
#pragma once

#include <filesystem>
#include <span>

#include "host/pack/packed_row.hpp"

namespace hubcensus {

class ScratchRows {
 public:
  // In that folder. Throws Error(output) where it cannot be made, as all members do for the rest.
  explicit ScratchRows(const std::filesystem::path& folder);
  ~ScratchRows();
  ScratchRows(const ScratchRows&) = delete;
  ScratchRows& operator=(const ScratchRows&) = delete;

  // Throws Error(limit) where the disk is full.
  void append(std::span<const PackedRow> rows);
  // Behind the last.
  void map();
  std::span<const PackedRow> rows() const { return {mapped_, rows_}; }
  // These rows were read and no longer count as memory of the process.
  void release(size_t first, size_t last) const;

 private:
  std::filesystem::path folder_;
  int descriptor_ = -1;
  size_t rows_ = 0;
  const PackedRow* mapped_ = nullptr;
};

}  // namespace hubcensus
