// How fast all cores together copy memory: the wall of everything that streams through it.
#pragma once

namespace hubcensus::cpu {

// Bytes read and written a second, the best of a few copies.
double memory_copy_rate();

}  // namespace hubcensus::cpu
