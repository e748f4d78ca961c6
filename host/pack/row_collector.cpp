#include "host/pack/row_collector.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "host/interrupt.hpp"
#include "host/pack/sort_rows.hpp"

namespace hubcensus {
namespace {

constexpr size_t kRowsPerCharge = size_t{1} << 16;
constexpr size_t kRowsPerWrite = size_t{1} << 16;

template <typename Integer>
Integer value_at(const EncodedColumn& column, size_t row) {
  return reinterpret_cast<const Integer*>(column.bytes.data())[row];
}

template <typename Downloads>
void copy_rows(const EncodedBatch& batch, size_t first, size_t count, PackedRow* to) {
  for (size_t row = first; row < first + count; ++row) {
    *to++ = PackedRow::of(value_at<uint32_t>(batch.model, row), value_at<uint16_t>(batch.day, row),
                          value_at<Downloads>(batch.downloads, row));
  }
}

}  // namespace

// The emptiest of the idle buffers, so that all are filled alike.
class RowCollector::Borrowed {
 public:
  explicit Borrowed(RowCollector& collector) : collector_(collector) {
    const std::lock_guard lock(collector.mutex_);
    auto& idle = collector.idle_;
    if (idle.empty()) throw Error(ErrorKind::internal, "more threads collect rows than were told");
    const auto emptiest = std::min_element(
        idle.begin(), idle.end(), [](const auto* a, const auto* b) { return a->size < b->size; });
    buffer_ = *emptiest;
    idle.erase(emptiest);
  }
  ~Borrowed() {
    const std::lock_guard lock(collector_.mutex_);
    collector_.idle_.push_back(buffer_);
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Buffer& operator*() const { return *buffer_; }

 private:
  RowCollector& collector_;
  Buffer* buffer_;
};

RowCollector::RowCollector(ModelOrder& order, const CollectorLimits& limits, MemoryBudget& budget)
    : order_(order), limits_(limits) {
  for (int thread = 0; thread < limits.threads; ++thread) {
    buffers_.push_back(std::make_unique<Buffer>(
        Buffer{make_row_array(limits.rows_per_buffer), make_row_array(limits.rows_per_buffer), 0,
               MemoryCharge(budget, "the records to be sorted")}));
    idle_.push_back(buffers_.back().get());
  }
  idle_.reserve(buffers_.size());
}

void RowCollector::do_add(const EncodedBatch& batch) {
  const Borrowed borrowed(*this);
  Buffer& buffer = *borrowed;
  const auto rows = static_cast<size_t>(batch.rows);
  for (size_t first = 0; first < rows;) {
    if (buffer.size == limits_.rows_per_buffer) spill(buffer);
    const size_t count = std::min(rows - first, limits_.rows_per_buffer - buffer.size);
    const size_t charged = (buffer.size + count + kRowsPerCharge - 1) / kRowsPerCharge;
    const size_t charged_rows = std::min(charged * kRowsPerCharge, limits_.rows_per_buffer);
    const int64_t bytes = kBytesOfCollectedRow * static_cast<int64_t>(charged_rows);
    if (bytes > buffer.charge.bytes()) buffer.charge.set(bytes);
    PackedRow* const to = buffer.rows.get() + buffer.size;
    if (batch.downloads.bit_width == 64) {
      copy_rows<uint64_t>(batch, first, count, to);
    } else {
      copy_rows<uint32_t>(batch, first, count, to);
    }
    buffer.size += count;
    first += count;
  }
}

void RowCollector::sort_buffer(Buffer& buffer, const ModelPlaces& places) const {
  for (PackedRow& row : std::span(buffer.rows.get(), buffer.size)) {
    row.model = places.place_of[row.model];
  }
  sort_rows(buffer.rows, buffer.scratch, buffer.size);
}

void RowCollector::spill(Buffer& buffer) {
  const std::span<PackedRow> rows(buffer.rows.get(), buffer.size);
  uint32_t models = 0;
  for (const PackedRow& row : rows) models = std::max(models, row.model + 1);
  const auto places = order_.places(models);
  sort_buffer(buffer, *places);
  auto file = std::make_unique<ScratchRows>(limits_.folder);
  const std::span<PackedRow> sorted(buffer.rows.get(), buffer.size);  // the arrays may be swapped
  for (size_t first = 0; first < sorted.size(); first += kRowsPerWrite) {
    check_interrupted();
    const auto part = sorted.subspan(first, std::min(kRowsPerWrite, sorted.size() - first));
    for (PackedRow& row : part) row.model = places->model_at[row.model];
    file->append(part);
  }
  file->map();
  buffer.size = 0;
  const std::lock_guard lock(mutex_);
  spilled_.push_back(std::move(file));
}

SortedRuns RowCollector::sort(uint32_t models) {
  const auto places = order_.places(models);
  const bool spills = !spilled_.empty();
  tbb::parallel_for(
      tbb::blocked_range<size_t>(0, buffers_.size(), 1),
      [&](const tbb::blocked_range<size_t>& range) {
        for (size_t i = range.begin(); i < range.end(); ++i) {
          if (buffers_[i]->size == 0) continue;
          spills ? spill(*buffers_[i]) : sort_buffer(*buffers_[i], *places);
        }
      },
      tbb::simple_partitioner{});
  std::vector<SortedRun> runs;
  for (const auto& file : spilled_) runs.push_back({file->rows(), file.get()});
  for (const auto& buffer : buffers_) {
    buffer->scratch.reset();
    if (spills) buffer->rows.reset();
    const auto held = static_cast<int64_t>(buffer->size * sizeof(PackedRow));
    buffer->charge.set(std::min(held, buffer->charge.bytes()));
    if (buffer->size > 0) runs.push_back({{buffer->rows.get(), buffer->size}});
  }
  return {std::move(runs), places};
}

int64_t RowCollector::spilled_bytes() const {
  int64_t bytes = 0;
  for (const auto& file : spilled_) bytes += static_cast<int64_t>(file->rows().size_bytes());
  return bytes;
}

}  // namespace hubcensus
