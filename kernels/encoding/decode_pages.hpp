// From pages to accepted rows, some thousand at a time, so that they are still in the cache when
// the fold takes them.
//
//   model page ----> RLE | packed | delta | plain --> integer or index --> dense id -+
//   day page ------> RLE | packed | delta | plain --> entry --> in the range? -------+--> block
//   downloads page > RLE | packed | delta | plain --> entry --> 0 to 2^48 - 1? ------+    of plain
//                                                                                    |    columns
//                                           any "no": left row, for the host  <------+
#pragma once

#include <functional>

#include "kernels/encoded_batch.hpp"

namespace hubcensus {

// Calls use(block) with plain columns of accepted rows, in the order of the batch; `left` gains the
// other rows. Returns the processor time that it took, without use(). Throws BrokenPage where the
// bytes of a page are not what its counts say.
double decode_pages(const EncodedBatch& pages, const DayRange& range, LeftRows& left,
                  const std::function<void(const EncodedBatch&)>& use);

}  // namespace hubcensus
