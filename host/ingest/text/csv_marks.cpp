#include "host/ingest/text/csv_marks.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <bit>
#include <cstdint>
#include <cstring>

namespace hubcensus {
namespace {

// Most words have at most eight marks: eight are written without a branch, be they there or not.
// Inlined into each version, whose instructions it is compiled to.
[[gnu::always_inline]] inline size_t write_marks(uint64_t bits, size_t begin, size_t* marks) {
  const auto count = static_cast<size_t>(std::popcount(bits));
  for (size_t written = 0; written < count; written += kSpareMarks) {
    for (size_t i = 0; i < kSpareMarks; ++i) {
      marks[written + i] = begin + static_cast<size_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
  }
  return count;
}

static_assert(std::endian::native == std::endian::little, "byte i of a word is bits 8i to 8i+7");

constexpr uint64_t kLowBits = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// The high bit of each byte that is zero; exact, without carries between bytes.
uint64_t zero_bytes(uint64_t word) {
  return ~(((word & ~kHighBits) + ~kHighBits) | word | ~kHighBits);
}

size_t find_marks(const char* text, size_t words, size_t begin, size_t* marks) {
  constexpr uint64_t kGather = 0x0102040810204080;  // gathers the bytes' low bits at the top
  size_t found = 0;
  for (size_t at = 0; at < words * kWordBytes; at += kWordBytes) {
    uint64_t bits = 0;
    for (size_t i = 0; i < kWordBytes; i += 8) {
      uint64_t word;
      std::memcpy(&word, text + at + i, sizeof(word));
      const uint64_t of_bytes = zero_bytes(word) | zero_bytes(word ^ (kLowBits * ',')) |
                                zero_bytes(word ^ (kLowBits * '\n')) |
                                zero_bytes(word ^ (kLowBits * '"'));
      bits |= (((of_bytes >> 7) * kGather) >> 56) << i;
    }
    found += write_marks(bits, begin + at, marks + found);
  }
  return found;
}

#if defined(__x86_64__)

[[gnu::target("avx2")]] inline uint64_t bits_of_half(const char* text) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
  const __m256i separators = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(',')),
                                             _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
  const __m256i others = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')),
                                         _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256()));
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(separators, others)));
}

[[gnu::target("avx2,bmi,popcnt")]] size_t find_marks_avx2(const char* text, size_t words,
                                                          size_t begin, size_t* marks) {
  size_t found = 0;
  for (size_t at = 0; at < words * kWordBytes; at += kWordBytes) {
    const uint64_t bits = bits_of_half(text + at) | bits_of_half(text + at + kWordBytes / 2)
                                                        << (kWordBytes / 2);
    found += write_marks(bits, begin + at, marks + found);
  }
  return found;
}

#endif

}  // namespace

std::span<const MarkFinder> mark_finders() {
#if defined(__x86_64__)
  static constexpr std::array<MarkFinder, 2> kFinders = {find_marks, find_marks_avx2};
  static const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                               __builtin_cpu_supports("popcnt");
  return std::span(kFinders).first(has_avx2 ? 2 : 1);
#else
  static constexpr std::array<MarkFinder, 1> kFinders = {find_marks};
  return kFinders;
#endif
}

}  // namespace hubcensus
