// A long array in pieces: counts of MPI are of 31 bits, and what it copies on the way is as long as
// a piece.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace hubcensus {

// Calls use(piece) for the pieces from front to back: `most` elements each, and those left.
template <typename T, typename Use>
void for_each_piece(std::span<T> whole, size_t most, Use use) {
  while (!whole.empty()) {
    const size_t elements = std::min(most, whole.size());
    use(whole.first(elements));
    whole = whole.subspan(elements);
  }
}

}  // namespace hubcensus
