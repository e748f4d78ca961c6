// The fold on a CUDA device: any number of threads fill staging buffers; full ones are copied by
// streams of their own, and one stream adds them to the facets, in the order in which they come.
//
// It is the CPU's fold in every bit. Cells that the device has no room for go to the host and are
// merged there (tile_cache.hpp).
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "kernels/backend.hpp"
#include "kernels/cuda/add_cells.hpp"
#include "kernels/cuda/day_totals.hpp"
#include "kernels/cuda/device.hpp"
#include "kernels/cuda/key_counter.hpp"
#include "kernels/cuda/staging.hpp"
#include "kernels/cuda/tile_cache.hpp"

namespace hubcensus::cuda {

class CudaFold final : public Fold {
 public:
  CudaFold(Device& device, const FoldPlan& plan, MemoryBudget& budget);
  ~CudaFold() override;

  // Tiles that went to the host so far.
  uint64_t drained_tiles() const { return tiles_.drained_tiles(); }

 private:
  struct CellStep {
    CellFacet facet;
    Grain grain;
    uint32_t tiles;  // number in the cache
  };

  void do_add(const EncodedBatch& batch) override;
  void do_settle() override;
  Tally do_finish() override;
  FoldSeconds do_thread_seconds() const override;

  void add_cubes();
  void add_cube(Cube& cube, CellFacet facet);
  void add_lifetimes();
  void add_values();
  void add_users(MemoryBudget& budget);
  void check_batch(const EncodedBatch& batch) const;
  void submit(Stage& stage);
  template <typename Downloads>
  void add_rows(const Stage& stage);
  std::vector<uint32_t> rows_of(const CellStep& step, const Stage& stage) const;
  std::vector<uint32_t> chunks_of(const CellStep& step, const Stage& stage) const;
  void learn_size_classes(uint32_t end_model);
  void read_day_totals();
  void finish_values();

  FoldPlan plan_;
  Device& device_;
  const FoldSizes sizes_;
  Tally tally_;
  std::atomic<int64_t> host_nanoseconds_{0};

  Stream stream_;  // of all that is below
  std::mutex submit_mutex_;
  DeviceBuffer<uint64_t> days_;  // records, low and high sums, one behind the other
  DeviceBuffer<Day> born_;
  DeviceBuffer<uint8_t> size_class_;  // [size_class_models_]
  uint32_t size_class_models_ = 0;
  TileCache tiles_;
  std::vector<CellStep> steps_;
  std::map<uint32_t, std::vector<uint64_t>> dense_values_;  // by value_row(), counts of values
  std::mutex dense_mutex_;
  std::optional<KeyCounter> large_values_;
  std::optional<KeyCounter> user_keys_;
  std::vector<UserCounts> users_;
  StagePool stages_;
};

}  // namespace hubcensus::cuda
