#include "host/pack/downloads_encoding.hpp"

#include <algorithm>
#include <bit>
#include <unordered_set>
#include <vector>

namespace hubcensus {
namespace {

constexpr size_t kBlockValues = 128;
constexpr size_t kMiniblockValues = 32;
constexpr int64_t kBlockHeaderBytes = 6;  // the least difference, and four widths

int64_t difference(std::span<const PackedRow> rows, size_t row) {
  return static_cast<int64_t>(rows[row].downloads()) -
         static_cast<int64_t>(rows[row - 1].downloads());
}

}  // namespace

int64_t delta_bytes(std::span<const PackedRow> rows) {
  int64_t bytes = 0;
  for (size_t block = 1; block < rows.size(); block += kBlockValues) {
    const size_t block_end = std::min(rows.size(), block + kBlockValues);
    int64_t least = difference(rows, block);
    for (size_t row = block; row < block_end; ++row) least = std::min(least, difference(rows, row));
    bytes += kBlockHeaderBytes;
    for (size_t first = block; first < block_end; first += kMiniblockValues) {
      const size_t end = std::min(block_end, first + kMiniblockValues);
      uint64_t any = 0;
      for (size_t row = first; row < end; ++row) {
        any |= static_cast<uint64_t>(difference(rows, row) - least);
      }
      bytes += std::bit_width(any) * static_cast<int64_t>(kMiniblockValues) / 8;
    }
  }
  return bytes;
}

int64_t dictionary_bytes(std::span<const PackedRow> rows) {
  constexpr uint64_t kMarked = uint64_t{1} << 20;  // most values are below
  std::vector<bool> is_met(kMarked);
  std::unordered_set<uint64_t> others;
  int64_t distinct = 0;
  for (const PackedRow& row : rows) {
    const uint64_t value = row.downloads();
    if (value >= kMarked) {
      others.insert(value);
    } else if (!is_met[value]) {
      is_met[value] = true;
      ++distinct;
    }
  }
  distinct += static_cast<int64_t>(others.size());
  const int bits = distinct == 0 ? 0 : std::bit_width(static_cast<uint64_t>(distinct - 1));
  return distinct * 8 + static_cast<int64_t>(rows.size()) * bits / 8;
}

}  // namespace hubcensus
