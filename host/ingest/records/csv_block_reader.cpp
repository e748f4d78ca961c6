#include "host/ingest/records/csv_block_reader.hpp"

#include <functional>

#include "host/console/progress.hpp"
#include "host/ingest/records/request_rules.hpp"
#include "host/ingest/records/user_country.hpp"
#include "host/ingest/text/csv.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/text/parse_utc_day.hpp"
#include "host/ingest/text/short_integer.hpp"
#include "kernels/snapshots.hpp"

namespace hubcensus {
namespace {

// About half of what a compressed file's block of text holds; more gained nothing.
constexpr size_t kRowsOfBlock = 1 << 13;

// NUL bytes make a row malformed, so none is part of a name.
std::string name_of_repository(std::string_view type, std::string_view key) {
  std::string name(type);
  name += '\0';
  return name.append(key);
}

// Also of pointers into different texts.
bool lies_in(std::string_view text, std::string_view field) {
  const std::less<const char*> before;
  return !before(field.data(), text.data()) &&
         !before(text.data() + text.size(), field.data() + field.size());
}

// As parse_integer(), of a field that may lie in `text`.
std::optional<int64_t> integer_of(std::string_view field, std::string_view text) {
  if (text.size() > kShortIntegerBytes && lies_in(text.substr(kShortIntegerBytes), field)) {
    const int64_t value = short_integer(field);
    if (value >= 0) return value;
  }
  return parse_integer<int64_t>(field);
}

}  // namespace

CsvBlockReader::CsvBlockReader(const RecordLayout& layout, size_t columns, const TextLimits& limits,
                               const RecordContext& context)
    : layout_(layout),
      columns_(columns),
      key_(layout.key()),
      max_row_bytes_(static_cast<size_t>(limits.max_line_bytes)),
      first_day_(first_day_of(layout.kind)),
      context_(context),
      entries_(kRowsOfBlock),
      object_ids_(layout.names_repositories() ? kRowsOfBlock : 0),
      ids_(object_ids_.size()) {}

void CsvBlockReader::read(std::string_view text, bool skip_header, RunningTotal& total) {
  begin_text(text);
  CsvRows rows(text, false, max_row_bytes_);
  if (skip_header) rows.next(fields_);
  begin_block();
  while (rows.next(fields_)) {
    if (rows.malformed() || fields_.size() != columns_) {
      block_.reject(row_, Rejection::malformed_row);
      total.end_run();
    } else {
      add_row(fields_, total);
    }
    if (++row_ == kRowsOfBlock) {
      fold_block();
      begin_block();
    }
  }
  fold_block();
  if (layout_.total) total.name_runs(first_name_, name_of_repository(last_type_, last_key_));
}

void CsvBlockReader::begin_text(std::string_view text) {
  text_ = text;
  has_last_ = false;
  last_key_ = {};
  last_type_ = {};
  first_name_.clear();
}

void CsvBlockReader::begin_block() {
  row_ = 0;
  block_.reset(kRowsOfBlock);
  repositories_.clear();
  // Of the copies, the last repository's are needed on.
  const std::string key(last_key_);
  const std::string type(last_type_);
  copies_.clear();
  last_key_ = copies_.emplace_back(key);
  last_type_ = copies_.emplace_back(type);
  repositories_.push_back(last_key_);
}

void CsvBlockReader::fold_block() {
  if (row_ == 0) return;
  context_.between_blocks();
  block_.truncate(row_);
  resolve();
  block_.fold_into(context_.fold, counts_);
  add_rows_done(static_cast<int64_t>(row_));
}

// A field freed of quotes lives in the tokenizer until its next row: such a one is copied.
std::string_view CsvBlockReader::kept(std::string_view field) {
  return lies_in(text_, field) || field.empty() ? field : copies_.emplace_back(field);
}

bool CsvBlockReader::is_repository_of_row_before(std::string_view key, std::string_view type) {
  return has_last_ && key == last_key_ && type == last_type_;
}

void CsvBlockReader::begin_repository(std::string_view key, std::string_view type) {
  last_key_ = kept(key);
  last_type_ = kept(type);
  repositories_.push_back(last_key_);
  if (!has_last_ && layout_.total) first_name_ = name_of_repository(type, key);
  has_last_ = true;
}

void CsvBlockReader::add_row(const Fields& fields, RunningTotal& total) {
  const std::string_view key = fields[key_];
  const std::string_view type = layout_.repo_type ? fields[*layout_.repo_type] : "model";
  const bool same_repository = is_repository_of_row_before(key, type);
  if (!same_repository) begin_repository(key, type);
  entries_[row_] = static_cast<int32_t>(repositories_.size() - 1);
  if (layout_.names_repositories()) {
    const auto name = [&](const std::optional<size_t>& column) {
      return column ? kept(fields[*column]) : std::string_view();
    };
    object_ids_[row_] = name(layout_.object_id);
    ids_[row_] = name(layout_.id);
  }

  std::optional<int64_t> value = 1;
  if (layout_.value) value = integer_of(fields[*layout_.value], text_);
  if (layout_.total) {
    const auto sum = integer_of(fields[*layout_.total], text_);
    if (value && sum && !key.empty()) {
      total.add(same_repository, *sum, *value);
    } else {
      total.end_run();
    }
  }
  if (const Rejection reason = rejection(fields); reason != Rejection::none) {
    block_.reject(row_, reason);
    return;
  }
  if (layout_.date) {
    set_day(fields[*layout_.date]);
  } else if (layout_.snapshot_day) {
    block_.set_day(row_, *layout_.snapshot_day < first_day_ ? -1 : *layout_.snapshot_day,
                   context_.range);
  }
  set_value(layout_.value ? fields[*layout_.value] : "1", value);
  if (layout_.kind == RecordKind::requests) {
    block_.set_user_country(
        row_, layout_.country ? user_country_code(fields[*layout_.country]) : kUnknownUserCountry);
  }
}

// What can be told before the values are read.
Rejection CsvBlockReader::rejection(const Fields& fields) const {
  const auto is_null = [&](const std::optional<size_t>& column) {
    return column && fields[*column].empty();
  };
  const bool is_unnamed =
      fields[key_].empty() && (!layout_.names_repositories() || !layout_.id || is_null(layout_.id));
  if (is_unnamed || is_null(layout_.date) || is_null(layout_.value)) {
    return Rejection::null_value;
  }
  if (layout_.repo_type && !is_model(fields[*layout_.repo_type])) {
    return Rejection::other_repo_type;
  }
  if (layout_.kind != RecordKind::requests) return Rejection::none;
  if (!is_download(fields[*layout_.method])) return Rejection::other_method;
  return is_success(fields[*layout_.status]) ? Rejection::none : Rejection::failed_request;
}

void CsvBlockReader::set_day(std::string_view date) {
  Day day = utc_day::of_plain_form(date);
  if (day == utc_day::kNone) day = parse_timestamp_day(date).value_or(-1);
  block_.set_day(row_, day < first_day_ ? -1 : day, context_.range);
}

void CsvBlockReader::set_value(std::string_view text, std::optional<int64_t> value) {
  if (value) {
    block_.set_downloads(row_, *value);
  } else if (is_integer_text(text)) {  // beyond 64 bits
    block_.reject(
        row_, text.front() == '-' ? Rejection::negative_downloads : Rejection::excessive_downloads);
  } else {
    block_.reject(row_, Rejection::invalid_downloads);
  }
}

void CsvBlockReader::resolve() {
  if (context_.resolver.kind() == KeyKind::integer) {
    resolve_integers();
    return;
  }
  if (layout_.names_repositories()) {
    block_.resolve(0, std::span(object_ids_).first(row_), std::span(ids_).first(row_),
                   context_.resolver);
    return;
  }
  models_.assign(repositories_.size(), kNotFound);
  block_.resolve(0, std::span(entries_).first(row_), repositories_, models_, context_.resolver);
}

void CsvBlockReader::resolve_integers() {
  integer_keys_.clear();
  for (const std::string_view key : repositories_) {
    integer_keys_.push_back(parse_integer<int64_t>(key));
  }
  integers_.assign(row_, 0);
  for (size_t row = 0; row < row_; ++row) {
    if (!block_.accepted(row)) continue;
    if (const auto& key = integer_keys_[static_cast<size_t>(entries_[row])]) {
      integers_[row] = *key;
    } else {
      block_.reject(row, Rejection::invalid_id);
    }
  }
  block_.resolve(0, integers_, context_.resolver);
}

}  // namespace hubcensus
