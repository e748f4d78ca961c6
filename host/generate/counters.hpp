// The counters of a dump that follow from the downloads, the same in every dump that shows them.
#pragma once

#include <cstdint>

#include "host/generate/draw.hpp"

namespace hubcensus::generate {

// Rise with the downloads of all time, slower than these.
inline uint64_t likes_of(uint64_t seed, int64_t index, uint64_t all_time) {
  const uint64_t bits = draw(seed, Stream::model_likes, static_cast<uint64_t>(index));
  return square_root(all_time) * (bits % 32) / 256;
}

inline uint64_t trending_score(uint64_t seed, int64_t index, uint64_t of_30_days) {
  const uint64_t bits = draw(seed, Stream::model_likes, static_cast<uint64_t>(index));
  return square_root(of_30_days) * ((bits >> 32) % 64) / 256;
}

}  // namespace hubcensus::generate
