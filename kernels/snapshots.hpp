// Samples of a counter or of a rolling sum, and what they say about downloads by period.
//
// A sample is packed with its day above its value, so that the larger of two is the later one, and
// of one day the larger value: max merges them in any order. A cell of 0 is no sample, which is why
// samples begin on the second day of all, 1970-01-02.
#pragma once

#include <cstdint>

#include "kernels/calendar.hpp"
#include "kernels/encoded_batch.hpp"
#include "kernels/ratio.hpp"
#include "kernels/record_kind.hpp"

namespace hubcensus {

inline constexpr int kSampleDayShift = 48;
inline constexpr uint64_t kMaxSample = kMaxDownloadsOfRecord;
inline constexpr Day kFirstSampleDay = 1;

// The first day that records of a kind can have.
constexpr Day first_day_of(RecordKind kind) {
  return is_sampled(kind) ? kFirstSampleDay : kFirstRecordDay;
}

constexpr uint64_t pack_sample(uint16_t day, uint64_t value) {
  return uint64_t{day} << kSampleDayShift | value;
}
constexpr Day day_of_sample(uint64_t sample) { return static_cast<Day>(sample >> kSampleDayShift); }
constexpr uint64_t value_of_sample(uint64_t sample) { return sample & kMaxSample; }

// What Backend::convert_to_differences() meets beside downloads.
//
// It reads the samples of each model in the order of the periods. A period without a sample has 0
// downloads and hands the last sample on. A value above the one before is the period's downloads by
// as much as it rose; one below has 0 downloads, counts as a fall, and is what the next is compared
// with. A model's first value is a baseline and 0 downloads, unless the model was born on or after
// `first_day`, the day of the first snapshot: then its value is the period's downloads.
// born: [model] in the numbering of the cube; a model beyond it was born before `first_day`. No
// model from `models` on may have a sample.
struct Corrections {
  uint64_t falls = 0;             // samples below the one before
  uint64_t fallen_downloads = 0;  // by how much, summed
  uint64_t baselines = 0;         // models whose first value is no downloads

  bool operator==(const Corrections&) const = default;
};

// The same with the sums as wide as they can get.
struct Differences {
  u128 downloads = 0;
  u128 fallen_downloads = 0;
  uint64_t falls = 0;
  uint64_t baselines = 0;
};

// Backend::keep_last_samples(): the sample of a model counts where its day is the last day of the
// period on which any record was accepted; its value becomes the cell, all other cells become 0.

}  // namespace hubcensus
