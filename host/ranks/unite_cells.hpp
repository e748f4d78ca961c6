// Arrays of cells by model that every rank has a part of become one at the first rank: chunk by
// chunk, a month of a cube at a time, and only the chunks that a rank holds.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "host/ranks/ranks.hpp"
#include "kernels/chunked_column.hpp"
#include "kernels/memory_charge.hpp"
#include "kernels/tally.hpp"

namespace hubcensus {

// The models as the first rank numbers them, in the numbers of this one. Models of the dump have
// the same everywhere.
class OwnNumbers {
 public:
  // of_first[i] is the number at the first of the i-th model that joined here; at the first itself
  // they are its own.
  OwnNumbers(uint32_t dump_models, std::span<const uint32_t> of_first);

  // kNotFound where this rank does not know the model.
  uint32_t own(uint32_t number) const;
  // Behind the last that this rank knows.
  uint32_t end() const { return dump_models_ + static_cast<uint32_t>(joined_.size()); }
  uint32_t dump_models() const { return dump_models_; }

 private:
  uint32_t dump_models_;
  std::vector<uint32_t> joined_;  // [number - dump_models_]
};

// One array: `width` cells a model, in own numbers.
struct ModelCells {
  size_t width = 1;
  Ranks::Operator op = Ranks::Operator::sum;
  std::function<bool(uint32_t chunk)> has;  // whether a cell of the chunk may be other than 0
  std::function<void(uint32_t model, std::span<uint64_t> cells)> read;
  // The cells of all ranks in place of the own; at the first alone.
  std::function<void(uint32_t model, std::span<const uint64_t> cells)> write;
};

// All of these: together.
void unite_cells(const Ranks& ranks, const OwnNumbers& numbers, const ModelCells& cells,
                 MemoryBudget& budget);
void unite_cube(const Ranks& ranks, const OwnNumbers& numbers, Cube& cube, MemoryBudget& budget);
void unite_ages(const Ranks& ranks, const OwnNumbers& numbers, AgeFacet& ages,
                MemoryBudget& budget);
void unite_weeks(const Ranks& ranks, const OwnNumbers& numbers, WeekFacet& weeks,
                 MemoryBudget& budget);

}  // namespace hubcensus
