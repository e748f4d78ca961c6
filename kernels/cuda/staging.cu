#include <algorithm>
#include <cstring>

#include "kernels/cuda/staging.hpp"

namespace hubcensus::cuda {
namespace {

// Values [begin, begin + count) of a column, as they are sent to the device.
template <typename T>
void copy_values(const EncodedColumn& column, int64_t begin, uint32_t count, T* to) {
  std::memcpy(to, column.bytes.data() + static_cast<size_t>(begin) * sizeof(T), count * sizeof(T));
}

}  // namespace

void Touched::add(std::span<const uint16_t> days, std::span<const uint32_t> models) {
  // Most rows are of the day, and of the chunk, of the row before.
  int32_t day_before = -1;
  for (const uint16_t day : days) {
    if (day == day_before) continue;
    day_before = day;
    if (has_day_[day]) continue;
    has_day_[day] = true;
    days_.push_back(day);
  }
  uint32_t chunk_before = UINT32_MAX;
  for (const uint32_t model : models) {
    const uint32_t chunk = model >> kChunkBits;
    if (chunk >= kMaxChunks) {
      throw Error(ErrorKind::internal, "a record of model " + std::to_string(model) +
                                           ", beyond the largest number of models");
    }
    end_model_ = std::max(end_model_, model + 1);
    if (chunk == chunk_before) continue;
    chunk_before = chunk;
    if (has_chunk_[chunk]) continue;
    has_chunk_[chunk] = true;
    chunks_.push_back(chunk);
  }
}

void Touched::clear() {
  for (const uint16_t day : days_) has_day_[day] = false;
  for (const uint32_t chunk : chunks_) has_chunk_[chunk] = false;
  days_.clear();
  chunks_.clear();
  end_model_ = 0;
}

Stage::Stage(Device& device, uint32_t capacity, bool with_countries)
    : capacity_(capacity),
      models_(capacity),
      days_(capacity),
      countries_(with_countries ? capacity : 0),
      downloads_(capacity),
      device_models_(device.memory(), capacity, "staged records"),
      device_days_(device.memory(), capacity, "staged records"),
      device_countries_(device.memory(), with_countries ? capacity : 0, "staged records"),
      device_downloads_(device.memory(), capacity, "staged records") {}

void Stage::append(const EncodedBatch& batch, int64_t begin, uint32_t count) {
  is_wide_ = batch.downloads.bit_width == 64;
  copy_values(batch.model, begin, count, models_.data() + rows_);
  copy_values(batch.day, begin, count, days_.data() + rows_);
  if (is_wide_) {
    copy_values(batch.downloads, begin, count, downloads_.data() + rows_);
  } else {
    copy_values(batch.downloads, begin, count,
                reinterpret_cast<uint32_t*>(downloads_.data()) + rows_);
  }
  if (countries_.size() != 0) {
    copy_values(batch.user_country, begin, count, countries_.data() + rows_);
  }
  touched_.add(days_.values().subspan(rows_, count), models_.values().subspan(rows_, count));
  rows_ += count;
}

void Stage::send(const Stream& stream) {
  sent_.record(copies_);
  copy_to_device<uint32_t>(device_models_.data(), models_.values().first(rows_), copies_);
  copy_to_device<uint16_t>(device_days_.data(), days_.values().first(rows_), copies_);
  if (is_wide_) {
    copy_to_device<uint64_t>(device_downloads_.data(), downloads_.values().first(rows_), copies_);
  } else {
    copy_to_device<uint32_t>(reinterpret_cast<uint32_t*>(device_downloads_.data()),
                             {reinterpret_cast<const uint32_t*>(downloads_.data()), rows_},
                             copies_);
  }
  if (countries_.size() != 0) {
    copy_to_device<uint16_t>(device_countries_.data(), countries_.values().first(rows_), copies_);
  }
  copied_.record(copies_);
  copied_.hold(stream);
  begun_.record(stream);
}

template <typename Downloads>
RecordColumns<Downloads> Stage::columns() const {
  return {device_models_.data(), device_days_.data(),
          reinterpret_cast<const Downloads*>(device_downloads_.data()), device_countries_.data(),
          rows_};
}

template RecordColumns<uint32_t> Stage::columns() const;
template RecordColumns<uint64_t> Stage::columns() const;

void Stage::end(const Stream& stream) {
  done_.record(stream);
  has_ended_ = true;
  rows_ = 0;
  touched_.clear();
}

void Stage::settle() {
  if (!has_ended_) return;
  done_.wait();
  has_ended_ = false;
  device_seconds_ += 1e-3 * static_cast<double>(Event::milliseconds(begun_, done_));
  copy_seconds_ += 1e-3 * static_cast<double>(Event::milliseconds(sent_, copied_));
}

StagePool::StagePool(Device& device, const FoldSizes& sizes, bool with_countries,
                     MemoryBudget& budget)
    : device_(device),
      sizes_(sizes),
      with_countries_(with_countries),
      charge_(budget, "the staging buffers of the backend cuda") {}

Stage& StagePool::acquire() {
  std::unique_lock lock(mutex_);
  // One thread alone needs a few too: it fills one while the device reads the others.
  constexpr size_t kLeastStages = 3;
  const bool would_wait = free_.empty() || free_.back()->is_busy();
  if (would_wait && stages_.size() < (free_.empty() ? sizes_.stages : kLeastStages)) {
    charge_.add(int64_t{sizes_.stage_rows} * kBytesOfStagedRow);
    stages_.push_back(std::make_unique<Stage>(device_, sizes_.stage_rows, with_countries_));
    return *stages_.back();
  }
  released_.wait(lock, [&] { return !free_.empty(); });
  Stage* const stage = free_.back();
  free_.pop_back();
  lock.unlock();
  try {
    stage->settle();
  } catch (...) {
    release(*stage);
    throw;
  }
  return *stage;
}

void StagePool::release(Stage& stage) {
  {
    const std::lock_guard lock(mutex_);
    if (stage.rows() == 0) {
      free_.push_front(&stage);
    } else {
      free_.push_back(&stage);
    }
  }
  released_.notify_one();
}

void StagePool::settle() {
  for (const auto& stage : stages_) stage->settle();
}

double StagePool::device_seconds() const {
  double seconds = 0;
  for (const auto& stage : stages_) seconds += stage->device_seconds();
  return seconds;
}

double StagePool::copy_seconds() const {
  double seconds = 0;
  for (const auto& stage : stages_) seconds += stage->copy_seconds();
  return seconds;
}

std::vector<Stage*> StagePool::filled() const {
  std::vector<Stage*> stages;
  for (const auto& stage : stages_) {
    if (stage->rows() != 0) stages.push_back(stage.get());
  }
  return stages;
}

}  // namespace hubcensus::cuda
