// Records for tests of the fold on a device, what a tally says of them, and the same by brute
// force.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "kernels/backend.hpp"
#include "tests/unit/cube_cells.hpp"

namespace hubcensus::cuda {

struct Row {
  uint32_t model = 0;
  uint16_t day = 0;
  uint64_t downloads = 0;
  uint16_t country = 0;
};
using Rows = std::vector<Row>;

// What all that is folded knows of the models.
struct Models {
  explicit Models(MemoryBudget& budget, uint32_t n);

  uint8_t size_class(uint32_t model) const { return static_cast<uint8_t>(model * 7 % 8); }

  std::vector<Day> born;  // of fewer than n: the last joined
  ChunkedColumn<uint8_t> size_classes;
};

// All facets, cells of zero left out.
struct Facts {
  std::map<uint32_t, std::pair<uint64_t, uint64_t>> days;  // records and downloads
  Cells month, fine, latest, latest_fine;
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> age, weeks;       // by model and band or week
  std::map<std::tuple<int32_t, int, uint64_t>, uint64_t> values;      // {year, class, value}
  std::map<std::tuple<uint32_t, int32_t, uint32_t>, uint64_t> users;  // {country, month, model}
  bool operator==(const Facts&) const = default;
};

Facts brute_force(const Rows& rows, const FoldPlan& plan, const Models& models);
// rows: those that were folded, for their models.
Facts facts_of(const Tally& tally, const Rows& rows);

// Adds rows as one batch; u32 downloads where `narrow`.
void add_rows(Fold& fold, std::span<const Row> rows, bool narrow = false);

// Shapes by name: sorted, shuffled, one model, zipf, giant and singles, large values. Downloads of
// all but the last fit 32 bits; `requests` makes each of them 1.
inline const std::vector<std::string> kShapes = {"sorted", "shuffled",          "one model",
                                                 "zipf",   "giant and singles", "large values"};
Rows rows_of_shape(const std::string& shape, size_t n, bool requests = false);

}  // namespace hubcensus::cuda
