// Whole rows of CSV text into blocks of records, and those into the fold. It looks at no file; one
// reader belongs to one thread at a time. Invariant: every row ends as counted or as rejected, for
// the first of its reasons in RecordBlock's order.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/records/record_source.hpp"
#include "host/ingest/records/running_total.hpp"

namespace hubcensus {

class CsvBlockReader {
 public:
  // `columns`: how many fields a row has. The references outlive the reader.
  CsvBlockReader(const RecordLayout& layout, size_t columns, const TextLimits& limits,
                 const RecordContext& context);

  // Folds all rows of `text`; `total` sees those of Publisher Analytics.
  void read(std::string_view text, bool skip_header, RunningTotal& total);
  const RecordCounts& counts() const { return counts_; }

 private:
  using Fields = std::vector<std::string_view>;

  void begin_text(std::string_view text);
  void begin_block();
  void fold_block();
  void add_row(const Fields& fields, RunningTotal& total);
  bool is_repository_of_row_before(std::string_view key, std::string_view type);
  void begin_repository(std::string_view key, std::string_view type);
  std::string_view kept(std::string_view field);
  Rejection rejection(const Fields& fields) const;
  void set_day(std::string_view date);
  void set_value(std::string_view text, std::optional<int64_t> value);
  void resolve();
  void resolve_integers();

  const RecordLayout& layout_;
  const size_t columns_;
  const size_t key_;
  const size_t max_row_bytes_;
  const Day first_day_;
  const RecordContext& context_;
  RecordCounts counts_;

  std::string_view text_;
  Fields fields_;
  RecordBlock block_;
  size_t row_ = 0;
  // Rows next to each other often are of one repository: each run has one entry.
  std::vector<int32_t> entries_;                      // [row]
  std::vector<std::string_view> repositories_;        // [entry] keys
  std::vector<uint32_t> models_;                      // [entry]
  std::vector<std::optional<int64_t>> integer_keys_;  // [entry]
  std::vector<int64_t> integers_;                     // [row]
  // Where rows may have two names: both of each.
  std::vector<std::string_view> object_ids_;  // [row]
  std::vector<std::string_view> ids_;         // [row]
  std::string_view last_key_;
  std::string_view last_type_;
  bool has_last_ = false;
  std::string first_name_;  // of the text's first repository, as RunningTotal knows it
  std::deque<std::string> copies_;
};

}  // namespace hubcensus
