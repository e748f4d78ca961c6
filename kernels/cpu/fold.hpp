// The fold on the CPU: any number of threads add batches into one tally.
//
// Cubes are shared, each chunk of models in each period changed under a lock of its own: one copy
// in memory, whatever the number of threads. Day totals and the value distribution have hot cells,
// and downloads by user have no cells at all until they are sorted: each thread keeps its own and
// they are merged when the fold ends.
#pragma once

#include <tbb/enumerable_thread_specific.h>

#include <unordered_map>

#include "kernels/backend.hpp"
#include "kernels/cpu/segments.hpp"
#include "kernels/cpu/user_counter.hpp"

namespace hubcensus::cpu {

// One thread's share of the value distribution: dense counts below 2^16, a hash map above.
class ValueCounter {
 public:
  void add(int32_t year, uint8_t size_class, uint64_t value) {
    Cell& counts = cell(year, size_class);
    if (value < kDenseValues) {
      ++counts.dense[value];
    } else {
      ++counts.sparse[value];
    }
  }
  void drain_into(ValueDistribution& distribution) const;

 private:
  static constexpr uint64_t kDenseValues = 1U << 16;
  struct Cell {
    std::vector<uint64_t> dense = std::vector<uint64_t>(kDenseValues);
    std::unordered_map<uint64_t, uint64_t> sparse;
  };
  Cell& cell(int32_t year, uint8_t size_class) {
    if (year != cached_year_) {
      cached_year_ = year;
      cached_.fill(nullptr);
    }
    Cell*& known = cached_[size_class];
    if (known == nullptr) known = &cells_[{year, size_class}];
    return *known;
  }

  std::map<std::pair<int32_t, uint8_t>, Cell> cells_;
  int32_t cached_year_ = std::numeric_limits<int32_t>::min();
  std::array<Cell*, kMaxSizeClasses> cached_{};  // of that year
};

class CpuFold final : public Fold {
 public:
  CpuFold(const FoldPlan& plan, MemoryBudget& budget);

 private:
  struct Partial {
    explicit Partial(MemoryBudget* budget) : users(*budget) {}
    DayTotals days;
    u128 downloads = 0;
    ValueCounter values;
    UserCounter users;
    SegmentCutter cutter;
    FoldSeconds seconds;
  };

  void do_add(const EncodedBatch& batch) override;
  Tally do_finish() override;
  FoldSeconds do_thread_seconds() const override;

  template <typename Downloads>
  void add_rows(std::span<const uint32_t> models, std::span<const uint16_t> days,
                std::span<const Downloads> downloads, std::span<const uint16_t> countries);
  // The same rows into all facets but age and weeks.
  template <typename Downloads>
  void add_core(Partial& mine, std::span<const uint32_t> models, std::span<const uint16_t> days,
                std::span<const Downloads> downloads, std::span<const uint16_t> countries);
  // Rows of one day.
  template <typename Downloads>
  void add_day(Partial& mine, uint16_t day, std::span<const uint32_t> models,
               std::span<const Downloads> downloads);
  // Rows whose days change from row to row, as in a file in order of the models.
  template <typename Downloads>
  void add_mixed(Partial& mine, std::span<const uint32_t> models, std::span<const uint16_t> days,
                 std::span<const Downloads> downloads);
  template <typename Downloads>
  void add_values(Partial& mine, uint16_t day, const Segment<Downloads>& segment);
  // The cubes that the records go to; null where the plan leaves one out.
  std::array<Cube*, 2> cubes() const;

  FoldPlan plan_;
  Tally tally_;
  tbb::enumerable_thread_specific<Partial> partials_;
};

}  // namespace hubcensus::cpu
