// The state of a fold: named facets of exact integers, each with one merge operator, so that
// threads, batches, files, shards and restarts are the same operation.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/calendar.hpp"
#include "kernels/chunked_column.hpp"
#include "kernels/lifetimes.hpp"
#include "kernels/user_counts.hpp"
#include "kernels/value_counts.hpp"

namespace hubcensus {

// How two cells of the same period and model become one.
enum class CubeMerge : uint8_t { sum, max };

// Values by [period][model], u64: downloads, merged by +, or packed samples
// (kernels/snapshots.hpp), merged by max. Periods are those of one grain; only those touched hold
// memory.
class Cube {
 public:
  Cube(Grain grain, MemoryBudget& budget, std::string name, CubeMerge merge = CubeMerge::sum);

  Grain grain() const { return grain_; }
  CubeMerge merge_operator() const { return merge_; }
  // For those who turned every cell into what the operator merges.
  void set_merge_operator(CubeMerge merge) { merge_ = merge; }
  // The column of a period, made where it was not. Thread-safe.
  ChunkedColumn<uint64_t>& period(int32_t index);
  // None where no record fell into the period, or none can.
  const ChunkedColumn<uint64_t>* find(int32_t index) const;
  ChunkedColumn<uint64_t>* find(int32_t index);
  // The periods that a record can lie in, from the first to behind the last.
  int32_t first_period() const { return first_period_; }
  int32_t end_period() const { return first_period_ + static_cast<int32_t>(slots_.size()); }
  // Merges all of `other`, of the same grain and operator. Not thread-safe.
  void merge(const Cube& other);

 private:
  size_t slot(int32_t index) const { return static_cast<size_t>(index - first_period_); }
  ChunkedColumn<uint64_t>& create(size_t slot);

  Grain grain_;
  CubeMerge merge_;
  int32_t first_period_;  // of kFirstRecordDay; all that a 16-bit day can reach have a slot
  MemoryBudget* budget_;
  std::string name_;
  std::vector<std::atomic<ChunkedColumn<uint64_t>*>> slots_;
  std::vector<std::unique_ptr<ChunkedColumn<uint64_t>>> owned_;
  std::unique_ptr<std::mutex> mutex_;
};

// Accepted records and their downloads by day (index: days since 1970-01-01); merged by +.
struct DayTotals {
  std::vector<uint64_t> records = std::vector<uint64_t>(kLastRecordDay + 1);
  std::vector<uint64_t> downloads = std::vector<uint64_t>(kLastRecordDay + 1);

  void merge(const DayTotals& other);
};

// Downloads of single records by {year, size class}; merged by +.
using ValueDistribution = std::map<std::pair<int32_t, uint8_t>, ValueCounts>;
void merge_into(ValueDistribution& left, const ValueDistribution& right);

struct Tally {
  DayTotals days;                     // always
  std::unique_ptr<Cube> month;        // by model
  std::unique_ptr<Cube> fine;         // by model, in weeks or days
  std::unique_ptr<Cube> latest;       // by model and month: the last sample
  std::unique_ptr<Cube> latest_fine;  // the same in weeks or days
  std::optional<ValueDistribution> values;
  std::optional<UserCounts> users;
  std::unique_ptr<AgeFacet> age;     // by model and age in days (kernels/lifetimes.hpp)
  std::unique_ptr<WeekFacet> weeks;  // by model and age in weeks

  // Facet by facet; both must hold the same facets, else Error(internal).
  void merge(const Tally& other);
};

}  // namespace hubcensus
