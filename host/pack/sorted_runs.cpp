#include "host/pack/sorted_runs.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/ratio.hpp"

namespace hubcensus {
namespace {

// Rows as numbers, in their order.
u128 number_of(const PackedRow& row) { return u128{row.model} << 64 | row.day_and_downloads(); }

PackedRow row_of(u128 number) {
  const auto rest = static_cast<uint64_t>(number);
  return PackedRow::of(static_cast<uint32_t>(number >> 64), static_cast<uint16_t>(rest >> 48),
                       rest & kMaxDownloadsOfRecord);
}

size_t sum(const std::vector<size_t>& values) {
  return std::accumulate(values.begin(), values.end(), size_t{0});
}

}  // namespace

SortedRuns::SortedRuns(std::vector<SortedRun> runs, std::shared_ptr<const ModelPlaces> places)
    : runs_(std::move(runs)), places_(std::move(places)) {
  for (const SortedRun& run : runs_) rows_ += run.rows.size();
}

size_t SortedRuns::bound(const SortedRun& run, size_t first, size_t last, const PackedRow& row,
                         bool beyond) const {
  while (first < last) {
    const size_t middle = first + (last - first) / 2;
    PackedRow met = run.rows[middle];
    met.model = place_of(run, met);
    if (met < row || (beyond && met == row)) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

// Halves the range of numbers until one is left: the last row within the cut.
SortedRuns::Cut SortedRuns::cut(size_t rows) const {
  Cut first(runs_.size(), 0);
  Cut last;
  for (const SortedRun& run : runs_) last.push_back(run.rows.size());
  if (rows >= rows_) return last;
  u128 low = 0;
  u128 high = number_of({static_cast<uint32_t>(places_->model_at.size()), 0, 0, 0});
  while (low < high) {
    const u128 middle = low + (high - low) / 2;
    Cut reached = first;
    for (size_t i = 0; i < runs_.size(); ++i) {
      reached[i] = bound(runs_[i], first[i], last[i], row_of(middle), /*beyond=*/true);
    }
    if (sum(reached) >= rows) {
      high = middle;
      last = std::move(reached);
    } else {
      low = middle + 1;
      first = std::move(reached);
    }
  }
  // Before `first` all rows are before the last one, from there to `last` they equal it.
  size_t missing = rows - sum(first);
  for (size_t i = 0; i < runs_.size(); ++i) {
    const size_t taken = std::min(missing, last[i] - first[i]);
    first[i] += taken;
    missing -= taken;
  }
  return first;
}

void SortedRuns::merge(const Cut& first, const Cut& last, std::vector<PackedRow>& rows,
                       std::vector<PackedRow>& scratch) const {
  rows.clear();
  std::vector<size_t> bounds = {0};
  for (size_t i = 0; i < runs_.size(); ++i) {
    for (size_t at = first[i]; at < last[i]; ++at) {
      rows.push_back(runs_[i].rows[at]);
      rows.back().model = place_of(runs_[i], rows.back());
    }
    if (runs_[i].scratch != nullptr) runs_[i].scratch->release(first[i], last[i]);
    bounds.push_back(rows.size());
  }
  // Neighbours are merged until one is left.
  while (bounds.size() > 2) {
    scratch.resize(rows.size());
    std::vector<size_t> merged = {0};
    for (size_t i = 0; i + 1 < bounds.size(); i += 2) {
      const size_t middle = bounds[i + 1];
      const size_t end = i + 2 < bounds.size() ? bounds[i + 2] : middle;
      std::merge(rows.begin() + static_cast<ptrdiff_t>(bounds[i]),
                 rows.begin() + static_cast<ptrdiff_t>(middle),
                 rows.begin() + static_cast<ptrdiff_t>(middle),
                 rows.begin() + static_cast<ptrdiff_t>(end),
                 scratch.begin() + static_cast<ptrdiff_t>(bounds[i]));
      merged.push_back(end);
    }
    rows.swap(scratch);
    bounds = std::move(merged);
  }
}

}  // namespace hubcensus
