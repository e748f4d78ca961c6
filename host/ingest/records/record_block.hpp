// Some ten thousand download records on their way from a reader to the fold.
//
// A reader fills days and downloads first and rejects rows; keys are resolved for the rows still
// accepted, so that a rejected row never brings a model into the catalogue; then the accepted rows
// are folded. Every row ends as counted or as rejected for one reason.
//
// Of a row with several faults, in every format: malformed comes first, then a null key, date or
// count (of snapshots: neither `_id` nor id), another repository type, another method, a failed
// request, an invalid day, one outside the range, the count (no integer, negative, excessive), an
// invalid id, an unknown model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "host/ingest/records/model_resolver.hpp"
#include "kernels/backend.hpp"

namespace hubcensus {

inline constexpr int64_t kRowsPerBlock = 1 << 16;

enum class Rejection : uint8_t {
  none,
  null_value,         // a null key, date or count
  malformed_row,      // text that is no row of the file's columns
  invalid_id,         // not UTF-8, empty, too long, or with control characters
  invalid_date,       // no day from 1970-01-01 to 2149-06-06
  invalid_downloads,  // no integer
  negative_downloads,
  excessive_downloads,  // above 2^48 - 1
  outside_range,        // before --from or after --to or --as-of
  unknown_model,        // --strict-models
  other_repo_type,      // a dataset or a space
  other_method,         // of a request: neither GET nor HEAD
  failed_request,       // status below 200 or above 399, or none
};
inline constexpr size_t kRejections = 13;
inline constexpr std::array<std::string_view, kRejections> kRejectionNames = {
    "none",          "null_value",        "malformed_row",      "invalid_id",
    "invalid_date",  "invalid_downloads", "negative_downloads", "excessive_downloads",
    "outside_range", "unknown_model",     "other_repo_type",    "other_method",
    "failed_request"};

// What bringing records to the fold took: it makes no result.
struct DecodeWork {
  double seconds = 0;       // processor time of reading and decoding, summed over the threads
  int64_t batch_bytes = 0;  // of the columns that were handed to the fold
  int64_t rows_of_pages = 0;  // rows that the fold took from pages as they stand in a file

  void merge(const DecodeWork& other);
};

// Rows read = counted + the sum of rejected.
struct RecordCounts {
  int64_t read = 0;
  int64_t counted = 0;
  std::array<int64_t, kRejections> rejected{};
  // Of Publisher Analytics: rows whose `total` could be checked against the sum so far of the same
  // repository, and those of them that differ; they are counted all the same.
  int64_t totals_checked = 0;
  int64_t totals_differing = 0;
  // Rows of a day before the range, whatever else is wrong with them. Of snapshots they are the
  // base that the first in the range would have had.
  int64_t before_range = 0;
  DecodeWork work;

  void merge(const RecordCounts& other);
};

class RecordBlock {
 public:
  // Makes room for `rows` rows, all accepted so far. The time until fold_into(), which the same
  // thread calls, is that of decoding them.
  void reset(size_t rows);
  // Only the first `rows` rows are there after all.
  void truncate(size_t rows);
  size_t rows() const { return rejections_.size(); }

  bool accepted(size_t row) const { return rejections_[row] == Rejection::none; }
  uint32_t model(size_t row) const { return models_[row]; }  // once resolved
  // The first reason stays, but a null comes before all: columns are not read in order of reasons.
  void reject(size_t row, Rejection reason);
  void set_day(size_t row, int64_t day, const DayRange& range);
  void set_downloads(size_t row, int64_t downloads);
  // The same for the rows from `first` on. That all are in order, the rule, is found in one pass
  // without a branch.
  void set_days(size_t first, std::span<const int32_t> days, const DayRange& range);
  template <typename Integer>
  void set_downloads(size_t first, std::span<const Integer> downloads);
  // Of requests; a block where it was never called has no user countries.
  void set_user_country(size_t row, uint16_t code);

  // Resolves the keys of the rows from `first` on; keys of rejected rows are not looked at.
  void resolve(size_t first, std::span<const std::string_view> keys, ModelResolver& resolver);
  void resolve(size_t first, std::span<const int64_t> keys, ModelResolver& resolver);
  // The same for keys that are entries of a dictionary, each resolved once: models[entry] is
  // kNotFound until then.
  void resolve(size_t first, std::span<const int32_t> entries,
               std::span<const std::string_view> dictionary, std::vector<uint32_t>& models,
               ModelResolver& resolver);

  // The same for rows with two names, whose days are set: an empty text is none, an empty span none
  // in any row. The rows accepted so far have one of the two.
  void resolve(size_t first, std::span<const std::string_view> object_ids,
               std::span<const std::string_view> ids, ModelResolver& resolver);

  // Folds the accepted rows and counts all.
  void fold_into(Fold& fold, RecordCounts& counts);

 private:
  void set_model(size_t row, uint32_t model);
  // Where no row was rejected so far: resolves straight into the column.
  template <typename Key>
  void resolve_all(size_t first, std::span<const Key> keys, ModelResolver& resolver);
  void keep_accepted();
  void resize_columns(size_t rows);

  std::vector<Rejection> rejections_;
  std::vector<uint32_t> models_;
  std::vector<uint16_t> days_;
  std::vector<uint64_t> downloads_;
  std::vector<uint32_t> narrow_downloads_;
  std::vector<uint16_t> user_countries_;  // empty: none are known
  double begin_seconds_ = 0;              // when reset() was called, by this thread's clock
  int64_t before_range_ = 0;
  uint64_t any_downloads_ = 0;  // all values or-ed: tells whether 32 bits hold them
  bool any_rejected_ = false;

  // Scratch of resolve().
  std::vector<std::string_view> asked_keys_;
  std::vector<std::string_view> asked_ids_;
  std::vector<uint16_t> asked_days_;
  std::vector<int64_t> asked_integers_;
  std::vector<size_t> asked_rows_;
  std::vector<uint32_t> answers_;
};

// Inline: a reader of text calls them for every row.
inline void RecordBlock::reject(size_t row, Rejection reason) {
  if (!accepted(row) && reason != Rejection::null_value) return;
  rejections_[row] = reason;
  any_rejected_ = true;
}

inline void RecordBlock::set_day(size_t row, int64_t day, const DayRange& range) {
  if (day < kFirstRecordDay || day > kLastRecordDay) {
    reject(row, Rejection::invalid_date);
    return;
  }
  if (day < range.from) ++before_range_;
  if (day < range.from || day > range.to) reject(row, Rejection::outside_range);
  days_[row] = static_cast<uint16_t>(day);
}

inline void RecordBlock::set_downloads(size_t row, int64_t downloads) {
  if (downloads < 0) {
    reject(row, Rejection::negative_downloads);
    return;
  }
  const auto value = static_cast<uint64_t>(downloads);
  if (value > kMaxDownloadsOfRecord) {
    reject(row, Rejection::excessive_downloads);
    return;
  }
  downloads_[row] = value;
  any_downloads_ |= value;
}

}  // namespace hubcensus
