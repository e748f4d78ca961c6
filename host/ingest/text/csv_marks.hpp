// Where the bytes of a CSV text lie that may end a field, open a quoted one or make a row
// malformed: commas, newlines, quotes and NUL, its marks. They are found 64 bytes at a time, by the
// widest instructions that the processor has.
//
//   text    model,a/one,3\nmodel,"b"...
//   bits    00000100000100100000110100      a bit each of the 64 bytes
//   marks   5 11 14 20 21 23                positions, in order
//
// It knows no fields: csv.hpp does. Invariant: all versions find the same.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace hubcensus {

inline constexpr size_t kWordBytes = 64;
// Room that a MarkFinder wants behind the last mark that it finds: it writes eight at once.
inline constexpr size_t kSpareMarks = 8;

// Writes begin + i for each mark text[i], of kWordBytes * words bytes, and returns how many.
using MarkFinder = size_t (*)(const char* text, size_t words, size_t begin, size_t* marks);

// The versions that this processor has, from the slowest to the fastest.
std::span<const MarkFinder> mark_finders();

}  // namespace hubcensus
