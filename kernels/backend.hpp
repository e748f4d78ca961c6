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
#include "kernels/tally.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

// What a fold keeps. Facets that no table needs are left out.
struct FoldPlan {
  bool month = true;
  bool values = false;                                 // needs size_class
  std::optional<Grain> fine;                           // week or day
  const ChunkedColumn<uint8_t>* size_class = nullptr;  // [model], below kMaxSizeClasses
};

inline constexpr int kMaxSizeClasses = 8;

// One fold in progress.
class Fold {
 public:
  virtual ~Fold() = default;

  // Adds a batch of accepted records. Thread-safe. Throws Error(internal) where a column's bytes do
  // not match its counts.
  void add(const EncodedBatch& batch);
  // The tally of all batches added; the fold is over.
  Tally finish() { return do_finish(); }

 private:
  virtual void do_add(const EncodedBatch& batch) = 0;
  virtual Tally do_finish() = 0;
};

// A value for each model (or account), and who counts as a member of the window: whoever has a
// value above 0, or existed before its end.
struct Population {
  std::span<const uint64_t> values;           // [n]
  std::span<const Day> born;                  // [n] day of creation; kAlwaysBorn where unknown
  Day end = std::numeric_limits<Day>::max();  // first day after the window
};

inline constexpr Day kAlwaysBorn = std::numeric_limits<Day>::min();

inline bool is_member(uint64_t value, Day born, Day end) { return value > 0 || born < end; }

// Sum of values and number of members by code.
struct CodeSums {
  std::vector<uint64_t> sums;     // [codes]
  std::vector<uint64_t> members;  // [codes]
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string_view name() const = 0;

  std::unique_ptr<Fold> start_fold(const FoldPlan& plan, MemoryBudget& budget);

  // Segmented sum: codes[i] < n_codes is the segment of population.values[i].
  CodeSums sum_by_code(const Population& population, std::span<const uint32_t> codes,
                       uint32_t n_codes);
  // The distribution of the members' values in each of `n_codes` groups.
  std::vector<ValueCounts> count_values(const Population& population,
                                        std::span<const uint8_t> codes, uint32_t n_codes);

 private:
  virtual std::unique_ptr<Fold> do_start_fold(const FoldPlan& plan, MemoryBudget& budget) = 0;
  virtual CodeSums do_sum_by_code(const Population& population, std::span<const uint32_t> codes,
                                  uint32_t n_codes) = 0;
  virtual std::vector<ValueCounts> do_count_values(const Population& population,
                                                   std::span<const uint8_t> codes,
                                                   uint32_t n_codes) = 0;
};

std::unique_ptr<Backend> make_cpu_backend();

}  // namespace hubcensus
