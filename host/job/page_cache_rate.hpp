// How fast all threads together read files that lie in the page cache: the wall of reading.
#pragma once

#include <span>
#include <string>

namespace hubcensus {

// Bytes a second over the first part of the files, read twice and timed once; 0 where nothing of
// them can be read.
double page_cache_rate(std::span<const std::string> paths);

}  // namespace hubcensus
