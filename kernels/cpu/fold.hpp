// The fold on the CPU: any number of threads add batches into one tally.
//
// Cubes are shared, each chunk of models in each period changed under a lock of its own: one copy
// in memory, whatever the number of threads. Day totals and the value distribution have hot cells,
// and downloads by user have no cells at all until they are sorted: each thread keeps its own and
// they are merged when the fold ends.
#pragma once

#include <tbb/enumerable_thread_specific.h>

#include <memory>
#include <unordered_map>
#include <vector>

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
    std::unique_ptr<Cell>& known =
        cells_[static_cast<size_t>(year - kFirstYear) * kMaxSizeClasses + size_class];
    if (known == nullptr) known = std::make_unique<Cell>();
    return *known;
  }

  // Years that a record can lie in.
  static constexpr int32_t kFirstYear = 1970;
  static constexpr int32_t kLastYear = 2149;
  std::vector<std::unique_ptr<Cell>> cells_ =
      std::vector<std::unique_ptr<Cell>>((kLastYear - kFirstYear + 1) * kMaxSizeClasses);
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
