// A fold that keeps the records: they end sorted, in memory where they fit, else on disk in runs.
// It adds nothing up and drops nothing. Invariant: which thread brought a record, and which run it
// is in, shows nowhere in the order of all.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "host/pack/model_order.hpp"
#include "host/pack/packed_row.hpp"
#include "host/pack/scratch_rows.hpp"
#include "host/pack/sorted_runs.hpp"
#include "kernels/backend.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus {

// Bytes that a row takes in memory: it, and its place while it is sorted.
inline constexpr int64_t kBytesOfCollectedRow = 2 * sizeof(PackedRow);

struct CollectorLimits {
  int threads = 1;               // that add at a time; each has a buffer
  size_t rows_per_buffer = 1;    // beyond that they go to disk
  std::filesystem::path folder;  // there
};

class RowCollector final : public Fold {
 public:
  RowCollector(ModelOrder& order, const CollectorLimits& limits, MemoryBudget& budget);

  // All rows, once; they live as long as this. `models`: those of the catalogue.
  SortedRuns sort(uint32_t models);
  int64_t spilled_bytes() const;

 private:
  struct Buffer {
    RowArray rows;
    RowArray scratch;
    size_t size = 0;
    MemoryCharge charge;
  };
  class Borrowed;

  void do_add(const EncodedBatch& batch) override;
  Tally do_finish() override { return {}; }
  FoldSeconds do_thread_seconds() const override { return {}; }

  void sort_buffer(Buffer& buffer, const ModelPlaces& places) const;
  void spill(Buffer& buffer);

  ModelOrder& order_;
  const CollectorLimits limits_;
  mutable std::mutex mutex_;  // of what follows
  std::vector<std::unique_ptr<Buffer>> buffers_;
  std::vector<Buffer*> idle_;
  std::vector<std::unique_ptr<ScratchRows>> spilled_;
};

}  // namespace hubcensus
