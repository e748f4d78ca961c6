#include "kernels/encoding/decode_pages.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "kernels/encoding/check_rows.hpp"
#include "kernels/encoding/value_cursor.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus {
namespace {

constexpr size_t kBlockRows = 4096;  // with all columns half of a core's second cache at most

// One block on its way; of `rows` rows.
struct Block {
  size_t rows = 0;
  std::array<int64_t, kBlockRows> raw_models;
  std::array<int64_t, kBlockRows> raw_days;
  std::array<int64_t, kBlockRows> raw_downloads;
  std::array<uint32_t, kBlockRows> models;
  std::array<uint16_t, kBlockRows> days;
  std::array<uint32_t, kBlockRows> downloads;
};

// The dense ids; whether all rows have one.
bool find_models(Block& block, std::span<const uint32_t> dense_ids) {
  uint32_t largest = 0;
  for (size_t i = 0; i < block.rows; ++i) {
    const auto raw = static_cast<uint64_t>(block.raw_models[i]);
    block.models[i] = raw < dense_ids.size() ? dense_ids[raw] : kNoModel;
    largest = std::max(largest, block.models[i]);
  }
  return largest != kNoModel;
}

// The same where the values are dense ids already.
bool take_models(Block& block) {
  uint32_t largest = 0;
  for (size_t i = 0; i < block.rows; ++i) {
    block.models[i] = static_cast<uint32_t>(block.raw_models[i]);
    largest = std::max(largest, block.models[i]);
  }
  return largest != kNoModel;
}

bool is_day_in(int64_t day, const DayRange& range) { return day >= range.from && day <= range.to; }

CheckedRows check_block(Block& block, const DayRange& range) {
  return check_rows({block.rows, block.raw_days.data(), block.raw_downloads.data(),
                     block.days.data(), block.downloads.data()},
                    range);
}

// Moves what is not accepted to `left`, where row 0 of the block is row `first` of the batch.
void leave_out(Block& block, const DayRange& range, int64_t first, LeftRows& left) {
  size_t kept = 0;
  for (size_t i = 0; i < block.rows; ++i) {
    const bool fits = static_cast<uint64_t>(block.raw_downloads[i]) <= kMaxDownloadsOfRecord;
    if (block.models[i] != kNoModel && is_day_in(block.raw_days[i], range) && fits) {
      block.models[kept] = block.models[i];
      block.raw_days[kept] = block.raw_days[i];
      block.raw_downloads[kept++] = block.raw_downloads[i];
      continue;
    }
    left.rows.push_back(first + static_cast<int64_t>(i));
    left.models.push_back(block.raw_models[i]);
    left.days.push_back(block.raw_days[i]);
    left.downloads.push_back(block.raw_downloads[i]);
  }
  block.rows = kept;
}

EncodedBatch plain_batch(const Block& block, uint64_t any_downloads) {
  EncodedBatch batch;
  batch.rows = static_cast<int64_t>(block.rows);
  batch.model = plain_column(std::span<const uint32_t>(block.models).first(block.rows));
  batch.day = plain_column(std::span<const uint16_t>(block.days).first(block.rows));
  if (any_downloads <= std::numeric_limits<uint32_t>::max()) {
    batch.downloads = plain_column(std::span<const uint32_t>(block.downloads).first(block.rows));
  } else {
    batch.downloads = plain_column(std::span<const int64_t>(block.raw_downloads).first(block.rows));
  }
  return batch;
}

}  // namespace

void LeftRows::clear() {
  rows.clear();
  models.clear();
  days.clear();
  downloads.clear();
}

double decode_pages(const EncodedBatch& pages, const DayRange& range, LeftRows& left,
                  const std::function<void(const EncodedBatch&)>& use) {
  double seconds = -processor_seconds();
  ValueCursor models(pages.model, RecordColumn::model);
  ValueCursor days(pages.day, RecordColumn::day);
  ValueCursor downloads(pages.downloads, RecordColumn::downloads);
  Block block;
  for (int64_t row = 0; row < pages.rows; row += kBlockRows) {
    block.rows = static_cast<size_t>(std::min<int64_t>(kBlockRows, pages.rows - row));
    models.next(std::span(block.raw_models).first(block.rows));
    days.next(std::span(block.raw_days).first(block.rows));
    downloads.next(std::span(block.raw_downloads).first(block.rows));
    const bool has_models = pages.model.dense_ids.empty()
                                ? take_models(block)
                                : find_models(block, pages.model.dense_ids);
    CheckedRows checked = check_block(block, range);
    if (!has_models || !checked.has_all_days || checked.any_downloads > kMaxDownloadsOfRecord) {
      leave_out(block, range, row, left);
      checked = check_block(block, range);
    }
    if (block.rows == 0) continue;
    seconds += processor_seconds();
    use(plain_batch(block, checked.any_downloads));
    seconds -= processor_seconds();
  }
  return seconds + processor_seconds();
}

}  // namespace hubcensus
