#include "host/ingest/records/record_block.hpp"

#include <algorithm>
#include <limits>

#include "host/ingest/identifier.hpp"
#include "host/ingest/records/user_country.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus {

void DecodeWork::merge(const DecodeWork& other) {
  seconds += other.seconds;
  batch_bytes += other.batch_bytes;
  rows_of_pages += other.rows_of_pages;
}

void RecordCounts::merge(const RecordCounts& other) {
  const auto& [other_read, other_counted, other_rejected, other_checked, other_differing,
               other_before, other_work] = other;
  read += other_read;
  counted += other_counted;
  totals_checked += other_checked;
  totals_differing += other_differing;
  before_range += other_before;
  work.merge(other_work);
  for (size_t i = 0; i < kRejections; ++i) rejected[i] += other_rejected[i];
}

void RecordBlock::reset(size_t rows) {
  begin_seconds_ = processor_seconds();
  rejections_.assign(rows, Rejection::none);
  user_countries_.clear();
  resize_columns(rows);
  before_range_ = 0;
  any_downloads_ = 0;
  any_rejected_ = false;
}

void RecordBlock::truncate(size_t rows) {
  rejections_.resize(rows);
  resize_columns(rows);
}

void RecordBlock::resize_columns(size_t rows) {
  models_.resize(rows);
  days_.resize(rows);
  downloads_.resize(rows);
  if (!user_countries_.empty()) user_countries_.resize(rows);
}

void RecordBlock::set_days(size_t first, std::span<const int32_t> days, const DayRange& range) {
  const Day from = std::max(range.from, kFirstRecordDay);
  const Day to = std::min(range.to, kLastRecordDay);
  bool in_order = true;
  for (size_t i = 0; i < days.size(); ++i) {
    in_order &= days[i] >= from && days[i] <= to;
    days_[first + i] = static_cast<uint16_t>(days[i]);
  }
  if (in_order) return;
  for (size_t i = 0; i < days.size(); ++i) set_day(first + i, days[i], range);
}

template <typename Integer>
void RecordBlock::set_downloads(size_t first, std::span<const Integer> downloads) {
  uint64_t any = 0;
  for (size_t i = 0; i < downloads.size(); ++i) {
    const auto value = static_cast<uint64_t>(static_cast<int64_t>(downloads[i]));
    any |= value;  // of a negative one the highest bit, too
    downloads_[first + i] = value;
  }
  if (any <= kMaxDownloadsOfRecord) {
    any_downloads_ |= any;
    return;
  }
  for (size_t i = 0; i < downloads.size(); ++i) set_downloads(first + i, int64_t{downloads[i]});
}

template void RecordBlock::set_downloads(size_t, std::span<const int32_t>);
template void RecordBlock::set_downloads(size_t, std::span<const int64_t>);

void RecordBlock::set_user_country(size_t row, uint16_t code) {
  if (user_countries_.empty()) user_countries_.resize(rows(), kUnknownUserCountry);
  user_countries_[row] = code;
}

void RecordBlock::set_model(size_t row, uint32_t model) {
  if (model == kNotFound) {
    reject(row, Rejection::unknown_model);
  } else {
    models_[row] = model;
  }
}

template <typename Key>
void RecordBlock::resolve_all(size_t first, std::span<const Key> keys, ModelResolver& resolver) {
  const auto models = std::span(models_).subspan(first, keys.size());
  resolver.resolve(keys, models);
  if (std::find(models.begin(), models.end(), kNotFound) == models.end()) return;
  for (size_t i = 0; i < models.size(); ++i) set_model(first + i, models[i]);
}

void RecordBlock::resolve(size_t first, std::span<const std::string_view> keys,
                          ModelResolver& resolver) {
  if (!any_rejected_ && std::all_of(keys.begin(), keys.end(), valid_id)) {
    resolve_all(first, keys, resolver);
    return;
  }
  asked_keys_.clear();
  asked_rows_.clear();
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!accepted(first + i)) continue;
    if (!valid_id(keys[i])) {
      reject(first + i, Rejection::invalid_id);
      continue;
    }
    asked_keys_.push_back(keys[i]);
    asked_rows_.push_back(first + i);
  }
  answers_.resize(asked_keys_.size());
  resolver.resolve(asked_keys_, answers_);
  for (size_t i = 0; i < answers_.size(); ++i) set_model(asked_rows_[i], answers_[i]);
}

void RecordBlock::resolve(size_t first, std::span<const int64_t> keys, ModelResolver& resolver) {
  if (!any_rejected_) {
    resolve_all(first, keys, resolver);
    return;
  }
  asked_integers_.clear();
  asked_rows_.clear();
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!accepted(first + i)) continue;
    asked_integers_.push_back(keys[i]);
    asked_rows_.push_back(first + i);
  }
  answers_.resize(asked_integers_.size());
  resolver.resolve(asked_integers_, answers_);
  for (size_t i = 0; i < answers_.size(); ++i) set_model(asked_rows_[i], answers_[i]);
}

void RecordBlock::resolve(size_t first, std::span<const int32_t> entries,
                          std::span<const std::string_view> dictionary,
                          std::vector<uint32_t>& models, ModelResolver& resolver) {
  // Entries are marked while they are collected, so that each is asked for once.
  constexpr uint32_t kAsked = kNotFound - 1;
  constexpr uint32_t kInvalid = kNotFound - 2;
  constexpr uint32_t kUnknown = kNotFound - 3;
  asked_keys_.clear();
  asked_rows_.clear();
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!accepted(first + i)) continue;
    const auto entry = static_cast<size_t>(entries[i]);
    if (models[entry] != kNotFound) continue;
    models[entry] = valid_id(dictionary[entry]) ? kAsked : kInvalid;
    if (models[entry] == kInvalid) continue;
    asked_keys_.push_back(dictionary[entry]);
    asked_rows_.push_back(entry);
  }
  answers_.resize(asked_keys_.size());
  resolver.resolve(asked_keys_, answers_);
  for (size_t i = 0; i < answers_.size(); ++i) {
    models[asked_rows_[i]] = answers_[i] == kNotFound ? kUnknown : answers_[i];
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!accepted(first + i)) continue;
    const uint32_t model = models[static_cast<size_t>(entries[i])];
    if (model == kInvalid) {
      reject(first + i, Rejection::invalid_id);
    } else {
      set_model(first + i, model == kUnknown ? kNotFound : model);
    }
  }
}

void RecordBlock::resolve(size_t first, std::span<const std::string_view> object_ids,
                          std::span<const std::string_view> ids, ModelResolver& resolver) {
  asked_keys_.clear();
  asked_ids_.clear();
  asked_days_.clear();
  asked_rows_.clear();
  const auto text_of = [](std::span<const std::string_view> texts, size_t i) {
    return texts.empty() ? std::string_view() : texts[i];
  };
  for (size_t i = 0; i < std::max(object_ids.size(), ids.size()); ++i) {
    if (!accepted(first + i)) continue;
    const std::string_view object_id = text_of(object_ids, i);
    const std::string_view id = text_of(ids, i);
    if ((!object_id.empty() && !valid_id(object_id)) || (!id.empty() && !valid_id(id))) {
      reject(first + i, Rejection::invalid_id);
    } else {
      asked_keys_.push_back(object_id);
      asked_ids_.push_back(id);
      asked_days_.push_back(days_[first + i]);
      asked_rows_.push_back(first + i);
    }
  }
  answers_.resize(asked_rows_.size());
  resolver.resolve(asked_keys_, asked_ids_, asked_days_, answers_);
  for (size_t i = 0; i < answers_.size(); ++i) set_model(asked_rows_[i], answers_[i]);
}

void RecordBlock::keep_accepted() {
  size_t kept = 0;
  for (size_t row = 0; row < rows(); ++row) {
    if (!accepted(row)) continue;
    models_[kept] = models_[row];
    days_[kept] = days_[row];
    downloads_[kept] = downloads_[row];
    if (!user_countries_.empty()) user_countries_[kept] = user_countries_[row];
    ++kept;
  }
  resize_columns(kept);
}

void RecordBlock::fold_into(Fold& fold, RecordCounts& counts) {
  counts.read += static_cast<int64_t>(rows());
  counts.before_range += before_range_;
  if (any_rejected_) {
    for (const Rejection reason : rejections_) ++counts.rejected[static_cast<size_t>(reason)];
    counts.rejected[static_cast<size_t>(Rejection::none)] = 0;
    keep_accepted();
  }
  counts.counted += static_cast<int64_t>(models_.size());

  EncodedBatch batch;
  batch.rows = static_cast<int64_t>(models_.size());
  batch.model = plain_column<uint32_t>(models_);
  batch.day = plain_column<uint16_t>(days_);
  if (any_downloads_ <= std::numeric_limits<uint32_t>::max()) {
    narrow_downloads_.assign(downloads_.begin(), downloads_.end());
    batch.downloads = plain_column<uint32_t>(narrow_downloads_);
  } else {
    batch.downloads = plain_column<uint64_t>(downloads_);
  }
  if (!user_countries_.empty()) batch.user_country = plain_column<uint16_t>(user_countries_);
  for (const EncodedColumn* column :
       {&batch.model, &batch.day, &batch.downloads, &batch.user_country}) {
    counts.work.batch_bytes += static_cast<int64_t>(column->bytes.size());
  }
  counts.work.seconds += processor_seconds() - begin_seconds_;
  fold.add(batch);
}

}  // namespace hubcensus
