#include "host/pack/sort_rows.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>
#include <vector>

#include "host/interrupt.hpp"

namespace hubcensus {
namespace {

constexpr int kDigitBits = 11;  // 2048 places that are written to stay in the first cache
constexpr size_t kDigits = size_t{1} << kDigitBits;

// Model and day in one word without bits that all rows share.
struct SortKey {
  uint16_t first_day = 0;
  int day_bits = 0;
  int bits = 0;

  explicit SortKey(std::span<const PackedRow> rows) {
    uint32_t last_model = 0;
    uint16_t last_day = 0;
    first_day = rows.front().day;
    for (const PackedRow& row : rows) {
      last_model = std::max(last_model, row.model);
      first_day = std::min(first_day, row.day);
      last_day = std::max(last_day, row.day);
    }
    day_bits = std::bit_width(static_cast<unsigned>(last_day - first_day));
    bits = day_bits + std::bit_width(last_model);
  }

  int passes() const { return (bits + kDigitBits - 1) / kDigitBits; }
  size_t digit(const PackedRow& row, int pass) const {
    const uint64_t key =
        uint64_t{row.model} << day_bits | static_cast<uint64_t>(row.day - first_day);
    return (key >> (pass * kDigitBits)) & (kDigits - 1);
  }
};

void scatter(std::span<const PackedRow> rows, PackedRow* to, const SortKey& key, int pass) {
  std::array<size_t, kDigits> next{};
  for (const PackedRow& row : rows) ++next[key.digit(row, pass)];
  size_t before = 0;
  for (size_t& place : next) before += std::exchange(place, before);
  for (const PackedRow& row : rows) to[next[key.digit(row, pass)]++] = row;
}

void sort_downloads(std::span<PackedRow> rows) {
  for (size_t first = 0; first < rows.size();) {
    size_t last = first + 1;
    while (last < rows.size() && rows[last].model == rows[first].model &&
           rows[last].day == rows[first].day) {
      ++last;
    }
    if (last - first > 1) std::sort(rows.begin() + first, rows.begin() + last);
    first = last;
  }
}

}  // namespace

void sort_rows(RowArray& array, RowArray& scratch, size_t rows) {
  if (std::is_sorted(array.get(), array.get() + rows)) return;
  const SortKey key({array.get(), rows});
  for (int pass = 0; pass < key.passes(); ++pass) {
    check_interrupted();
    scatter({array.get(), rows}, scratch.get(), key, pass);
    array.swap(scratch);
  }
  sort_downloads({array.get(), rows});
}

}  // namespace hubcensus
