// All rows of a run, each of several runs in order: which rows stand at given places of the whole,
// and these rows merged. It copies no run and holds no lock: any part may be had by any thread.
#pragma once

#include <span>
#include <vector>

#include "host/pack/model_order.hpp"
#include "host/pack/packed_row.hpp"
#include "host/pack/scratch_rows.hpp"

namespace hubcensus {

// Rows in order of the places of their models.
struct SortedRun {
  std::span<const PackedRow> rows;
  // Where the rows are on disk; there `model` is the dense number, as places moved since.
  const ScratchRows* scratch = nullptr;
};

class SortedRuns {
 public:
  SortedRuns(std::vector<SortedRun> runs, std::shared_ptr<const ModelPlaces> places);

  size_t rows() const { return rows_; }
  // The dense number of the model at that place.
  uint32_t model_at(uint32_t place) const { return places_->model_at[place]; }

  // For each run how many of its rows are among the first `rows` of all. Of equal rows at the end,
  // those of the first runs are.
  using Cut = std::vector<size_t>;
  Cut cut(size_t rows) const;
  // The rows between two cuts, in order; `model` is the place. They were read then and leave the
  // memory. `scratch` is for use here alone.
  void merge(const Cut& first, const Cut& last, std::vector<PackedRow>& rows,
             std::vector<PackedRow>& scratch) const;

 private:
  uint32_t place_of(const SortedRun& run, const PackedRow& row) const {
    return run.scratch == nullptr ? row.model : places_->place_of[row.model];
  }
  // The first row of the run from `first` to `last` that is not before; with `beyond` behind equal
  // ones too.
  size_t bound(const SortedRun& run, size_t first, size_t last, const PackedRow& row,
               bool beyond) const;

  std::vector<SortedRun> runs_;
  std::shared_ptr<const ModelPlaces> places_;
  size_t rows_ = 0;
};

}  // namespace hubcensus
