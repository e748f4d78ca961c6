// How much of a text input is taken, from the command line to every reader of texts.
#pragma once

#include <cstdint>

namespace hubcensus {

inline constexpr int64_t kLeastLineBytes = 16;

struct TextLimits {
  int64_t max_line_bytes = int64_t{64} << 20;  // of a line, a row or a JSON object; from
                                               // kLeastLineBytes on
  int64_t max_ratio = 1000;                    // decompressed / compressed
  int64_t max_bad_lines = 100;                 // JSON objects that cannot be read, in one file
};

}  // namespace hubcensus
