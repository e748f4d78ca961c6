// The way of records to the device: pinned buffers that batches are copied into, and their twins in
// device memory. Records are never on the device as a whole.
//
// The pool is thread-safe, a stage is one thread's between acquire() and release(). Stages are made
// when all others are taken, so that few threads hold few.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "kernels/backend.hpp"
#include "kernels/cuda/device.hpp"
#include "kernels/cuda/fold_sizes.hpp"
#include "kernels/cuda/record_columns.hpp"
#include "kernels/memory_charge.hpp"

namespace hubcensus::cuda {

// What a stage's rows touch: days, and chunks of models.
class Touched {
 public:
  void add(std::span<const uint16_t> days, std::span<const uint32_t> models);
  void clear();

  std::span<const uint16_t> days() const { return days_; }
  std::span<const uint32_t> chunks() const { return chunks_; }
  uint32_t end_model() const { return end_model_; }  // behind the largest

 private:
  std::vector<bool> has_day_ = std::vector<bool>(kLastRecordDay + 1);
  std::vector<bool> has_chunk_ = std::vector<bool>(kMaxChunks);
  std::vector<uint16_t> days_;
  std::vector<uint32_t> chunks_;
  uint32_t end_model_ = 0;
};

class Stage {
 public:
  Stage(Device& device, uint32_t capacity, bool with_countries);

  uint32_t rows() const { return rows_; }
  uint32_t room() const { return capacity_ - rows_; }
  bool is_wide() const { return is_wide_; }
  const Touched& touched() const { return touched_; }

  // Rows [begin, begin + count) of the batch; there must be room, and the width the stage's.
  void append(const EncodedBatch& batch, int64_t begin, uint32_t count);
  // Copies the rows to the device; what `stream` is given from here on runs behind that.
  void send(const Stream& stream);
  // On the device. Downloads: uint64_t where it is wide.
  template <typename Downloads>
  RecordColumns<Downloads> columns() const;
  // All that uses the rows was given to `stream`: the stage is empty once that is done.
  void end(const Stream& stream);
  bool is_busy() const { return has_ended_; }
  // Waits until the stage is empty, where it ended.
  void settle();
  // What the device worked on the rows of all the times that are settled, once they were there.
  double device_seconds() const { return device_seconds_; }

 private:
  const uint32_t capacity_;
  uint32_t rows_ = 0;
  bool is_wide_ = false;
  bool has_ended_ = false;
  Touched touched_;
  PinnedBuffer<uint32_t> models_;
  PinnedBuffer<uint16_t> days_, countries_;
  PinnedBuffer<uint64_t> downloads_;  // narrow ones lie in its first half
  DeviceBuffer<uint32_t> device_models_;
  DeviceBuffer<uint16_t> device_days_, device_countries_;
  DeviceBuffer<uint64_t> device_downloads_;
  Stream copies_;
  Event copied_;
  Event begun_{Event::Timing::on};
  Event done_{Event::Timing::on};
  double device_seconds_ = 0;
};

class StagePool {
 public:
  StagePool(Device& device, const FoldSizes& sizes, bool with_countries, MemoryBudget& budget);

  // A stage that may hold rows already. Waits where all are taken.
  Stage& acquire();
  void release(Stage& stage);
  // Those with rows. Not while others have stages.
  std::vector<Stage*> filled() const;
  // Waits for all of them; not while others have stages.
  void settle();
  double device_seconds() const;

 private:
  Device& device_;
  const FoldSizes sizes_;
  const bool with_countries_;
  MemoryCharge charge_;
  std::vector<std::unique_ptr<Stage>> stages_;
  std::deque<Stage*> free_;  // those with rows last: they are filled up first
  std::mutex mutex_;
  std::condition_variable released_;
};

}  // namespace hubcensus::cuda
