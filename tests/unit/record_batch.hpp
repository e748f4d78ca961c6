// Records as a test writes them, and the way from them into a fold.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/backend.hpp"

namespace hubcensus {

struct Record {
  uint32_t model = 0;
  uint16_t day = 0;
  uint64_t downloads = 0;
};

// The columns of a batch over records; u32 downloads where `narrow`.
class RecordColumns {
 public:
  RecordColumns(std::span<const Record> records, bool narrow) : narrow_(narrow) {
    for (const Record& record : records) {
      models_.push_back(record.model);
      days_.push_back(record.day);
      downloads64_.push_back(record.downloads);
      downloads32_.push_back(static_cast<uint32_t>(record.downloads));
    }
  }

  // Lives as long as this object does.
  EncodedBatch batch() const {
    EncodedBatch batch;
    batch.rows = static_cast<int64_t>(models_.size());
    batch.model = plain_column<uint32_t>(models_);
    batch.day = plain_column<uint16_t>(days_);
    batch.downloads =
        narrow_ ? plain_column<uint32_t>(downloads32_) : plain_column<uint64_t>(downloads64_);
    return batch;
  }

 private:
  bool narrow_;
  std::vector<uint32_t> models_;
  std::vector<uint16_t> days_;
  std::vector<uint64_t> downloads64_;
  std::vector<uint32_t> downloads32_;
};

inline void add_records(Fold& fold, std::span<const Record> records, bool narrow = false) {
  fold.add(RecordColumns(records, narrow).batch());
}

}  // namespace hubcensus
