// The one interface of the numeric core, implemented by kernels/cpu and kernels/cuda.
//
// Public functions check their arguments and answer the empty input; the private do_ functions do
// the work. Nothing here depends on the number of threads: every result is a sum of integers.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/calendar.hpp"
#include "kernels/chunked_column.hpp"
#include "kernels/encoded_batch.hpp"
#include "kernels/pair_sort.hpp"
#include "kernels/population.hpp"
#include "kernels/snapshots.hpp"
#include "kernels/tally.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

// What a fold keeps. Facets that no table needs are left out.
struct FoldPlan {
  bool month = true;
  bool values = false;                                 // needs size_class
  std::optional<Grain> fine;                           // week or day
  const ChunkedColumn<uint8_t>* size_class = nullptr;  // [model], below kMaxSizeClasses
  // The records are samples of a counter or of a rolling sum, not downloads: facets latest and, by
  // `fine`, latest_fine stand for month and fine, and the totals of days count records alone.
  bool latest = false;  // not with values or users
  bool users = false;   // each record is one download and has a user_country
  // Downloads by age: not with latest, and they need born.
  bool age = false;
  bool weeks = false;
  std::span<const Day> born = {};  // [model of the dump] day of creation; outlives the fold
};

inline constexpr int kMaxSizeClasses = 8;

// Processor time of folding, summed over the threads: a clock is read a few times a batch.
struct FoldSeconds {
  double core = 0;       // all facets but those below
  double lifetimes = 0;  // age and weeks
  double device = 0;     // beside the threads: the kernels of a device
  double copy = 0;       // and the copies of records to it, summed over its streams
};

// One fold in progress.
class Fold {
 public:
  virtual ~Fold() = default;

  // Adds a batch of accepted records. Thread-safe. Throws Error(internal) where a column's bytes do
  // not match its counts, or a record is none that the plan can keep.
  void add(const EncodedBatch& batch);
  // Adds the rows of pages that are accepted as they stand; `left` becomes the others. Returns the
  // processor time of decoding them. Without `users`. Thread-safe. Throws BrokenPage where the bytes
  // of a page are not what its counts say: rows before may be in the fold, which is of no use then.
  double add_pages(const EncodedBatch& pages, const DayRange& range, LeftRows& left);
  // Waits until all that was added is folded. Not while batches are added.
  void settle() { do_settle(); }
  // The tally of all batches added; the fold is over.
  Tally finish() { return do_finish(); }
  // Not while batches are added.
  FoldSeconds thread_seconds() const { return do_thread_seconds(); }

 private:
  virtual void do_add(const EncodedBatch& batch) = 0;
  virtual void do_settle() {}
  virtual Tally do_finish() = 0;
  virtual FoldSeconds do_thread_seconds() const = 0;
};

// What a backend's memory allows, in bytes a second, measured when asked for: walls that times are
// set against, never a result.
struct MemoryRates {
  double copy = 0;    // read and written, within the memory that it computes in
  double upload = 0;  // from pinned memory of the host to the device; 0 where there is none
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string_view name() const = 0;
  // What it runs on, where that is a device.
  virtual std::string_view device_name() const { return {}; }

  std::unique_ptr<Fold> start_fold(const FoldPlan& plan, MemoryBudget& budget);

  // values and born are of the same length, n. Throws Error(internal) where they are not.
  std::unique_ptr<const HeldPopulation> hold(const Population& population);
  // codes[i] < n_codes.
  std::unique_ptr<const HeldCodes> hold(std::span<const uint32_t> codes, uint32_t n_codes);

  // Segmented sums by all wanted dimensions, each of n codes, in one pass over the values.
  void sum_by_codes(const HeldPopulation& models, const WantedSums& wanted);
  CodeSums sum_by_code(const HeldPopulation& models, const HeldCodes& codes);
  // The distribution of the members' values in each group.
  std::vector<ValueCounts> count_values(const HeldPopulation& models, const HeldCodes& codes);
  // Numbers of the `k` largest values above 0, largest first; of equals the smaller number first.
  std::vector<uint32_t> largest(const HeldPopulation& models, size_t k);

  // Turns samples into downloads by period, as kernels/snapshots.hpp says; the cube is one of sums
  // then.
  Corrections convert_to_differences(Cube& latest, std::span<const Day> born, Day first_day,
                                     uint32_t models);
  void keep_last_samples(Cube& latest, const DayTotals& days);

  // For benchmarks: keys and values are of the same length, below 2^32.
  std::unique_ptr<PairSort> hold_pairs(std::span<const uint32_t> keys,
                                       std::span<const uint32_t> values);
  // Takes about a second, and half a gigabyte.
  MemoryRates measure_memory_rates() { return do_measure_memory_rates(); }
  // For benchmarks. No cache holds what the operation that comes will read.
  virtual void evict_caches() = 0;
  // How long the device worked on the last statistic of one window, without what was copied to and
  // from it; none where there is no device.
  virtual std::optional<double> device_seconds() const { return std::nullopt; }
  // The most of the device's memory that this backend held at a time; 0 where there is none.
  virtual uint64_t peak_device_bytes() const { return 0; }

 private:
  virtual std::unique_ptr<Fold> do_start_fold(const FoldPlan& plan, MemoryBudget& budget) = 0;
  virtual std::unique_ptr<const HeldPopulation> do_hold(const Population& population) = 0;
  virtual std::unique_ptr<const HeldCodes> do_hold(std::span<const uint32_t> codes,
                                                   uint32_t n_codes) = 0;
  // Of the operations below none is called where there are no models.
  virtual std::vector<CodeSums> do_sum_by_codes(const HeldPopulation& models,
                                                std::span<const HeldCodes* const> dimensions) = 0;
  virtual std::vector<ValueCounts> do_count_values(const HeldPopulation& models,
                                                   const HeldCodes& codes) = 0;
  virtual std::vector<uint32_t> do_largest(const HeldPopulation& models, size_t k) = 0;
  virtual Differences do_convert_to_differences(Cube& latest, std::span<const Day> born,
                                                Day first_day, uint32_t models) = 0;
  // last_day[period - latest.first_period()], 0 where no record fell into the period; returns the
  // sum of what is kept.
  virtual u128 do_keep_last_samples(Cube& latest, std::span<const Day> last_day) = 0;
  virtual std::unique_ptr<PairSort> do_hold_pairs(std::span<const uint32_t> keys,
                                                  std::span<const uint32_t> values) = 0;
  virtual MemoryRates do_measure_memory_rates() = 0;
};

std::unique_ptr<Backend> make_cpu_backend();
// On the device of that number. Throws Error(backend) with the reason where none can be used: built
// without CUDA, no driver, no such device, too old.
std::unique_ptr<Backend> make_cuda_backend(int device);
// How many devices there are to be named; 0 where none can be used, whatever the reason.
int cuda_devices();

}  // namespace hubcensus
