// Download records as CSV: plain files in ranges of lines that threads share, compressed files as
// one stream.

#include <algorithm>
#include <charconv>
#include <deque>

#include "host/ingest/records/record_source.hpp"
#include "host/ingest/text/csv.hpp"
#include "host/ingest/text/text_file.hpp"

namespace hubcensus {
namespace {

constexpr int64_t kRangeBytes = int64_t{64} << 20;

std::optional<int64_t> parse_integer(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

// Too large for 64 bits, but an integer.
bool is_huge_integer(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  return text.size() > 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct CsvLayout {
  size_t fields = 0;
  size_t key = 0;
  size_t date = 0;
  size_t downloads = 0;
};

// Collects rows into blocks and folds them.
class CsvBlockReader {
 public:
  CsvBlockReader(const CsvLayout& layout, const RecordContext& context)
      : layout_(layout), context_(context) {}

  // Folds all rows of `text`, which must outlive finish() or the next add(); returns the bytes
  // used. `more_follows`: a row that the text leaves open is left to the next call.
  size_t add(std::string_view text, bool skip_header, bool more_follows) {
    CsvRows rows(text, more_follows);
    std::vector<std::string_view> fields;
    if (skip_header) rows.next(fields);
    begin_block();
    while (rows.next(fields)) {
      if (rows.malformed() || fields.size() != layout_.fields) {
        rows_.push_back({});
      } else {
        const auto keep = [&](std::string_view field) { return kept(field, text); };
        rows_.push_back({true, keep(fields[layout_.key]), keep(fields[layout_.date]),
                         keep(fields[layout_.downloads])});
      }
      if (rows_.size() == static_cast<size_t>(kRowsPerBlock)) {
        fold_block();
        begin_block();
      }
    }
    fold_block();
    return rows.consumed();
  }

  const RecordCounts& counts() const { return counts_; }

 private:
  struct Row {
    bool whole = false;
    std::string_view key;
    std::string_view date;
    std::string_view downloads;
  };

  // A field freed of quotes lives in the tokenizer until its next row: such a one is copied.
  std::string_view kept(std::string_view field, std::string_view text) {
    const bool in_text =
        field.data() >= text.data() && field.data() + field.size() <= text.data() + text.size();
    return in_text || field.empty() ? field : copies_.emplace_back(field);
  }

  void begin_block() {
    rows_.clear();
    copies_.clear();
  }

  void fold_block() {
    if (rows_.empty()) return;
    context_.between_blocks();
    block_.reset(rows_.size());
    for (size_t row = 0; row < rows_.size(); ++row) read_row(row);
    if (context_.resolver.kind() == KeyKind::integer) {
      resolve_integers();
    } else {
      keys_.clear();
      for (const Row& row : rows_) keys_.push_back(row.key);
      block_.resolve(0, keys_, context_.resolver);
    }
    block_.fold_into(context_.fold, counts_);
  }

  void read_row(size_t row) {
    const Row& cells = rows_[row];
    if (!cells.whole) {
      block_.reject(row, Rejection::malformed_row);
      return;
    }
    if (cells.key.empty() || cells.date.empty() || cells.downloads.empty()) {
      block_.reject(row, Rejection::null_value);
      return;
    }
    // Files are in day order more often than not: the text of the row before is read once.
    if (cells.date != last_date_) {
      last_date_ = cells.date;
      last_day_ = parse_timestamp_day(cells.date);
    }
    if (last_day_) {
      block_.set_day(row, *last_day_, context_.range);
    } else {
      block_.reject(row, Rejection::invalid_date);
    }
    if (const auto downloads = parse_integer(cells.downloads)) {
      block_.set_downloads(row, *downloads);
    } else if (is_huge_integer(cells.downloads)) {
      block_.reject(row, cells.downloads.front() == '-' ? Rejection::negative_downloads
                                                        : Rejection::excessive_downloads);
    } else {
      block_.reject(row, Rejection::invalid_downloads);
    }
  }

  void resolve_integers() {
    integers_.assign(rows_.size(), 0);
    for (size_t row = 0; row < rows_.size(); ++row) {
      if (!block_.accepted(row)) continue;
      if (const auto key = parse_integer(rows_[row].key)) {
        integers_[row] = *key;
      } else {
        block_.reject(row, Rejection::invalid_id);
      }
    }
    block_.resolve(0, integers_, context_.resolver);
  }

  const CsvLayout layout_;
  const RecordContext& context_;
  RecordCounts counts_;
  RecordBlock block_;
  std::vector<Row> rows_;
  std::deque<std::string> copies_;
  std::vector<std::string_view> keys_;
  std::vector<int64_t> integers_;
  std::string last_date_;
  std::optional<Day> last_day_;
};

class CsvRecordSource final : public RecordSource {
 public:
  CsvRecordSource(const std::filesystem::path& path, const ColumnMap& columns,
                  const RecordOptions& options)
      : file_(path.string(), options.limits), limits_(options.limits) {
    std::vector<std::string_view> fields;
    const auto block = file_.next_block();
    CsvRows rows(block.value_or(""), !file_.at_end());
    if (!rows.next(fields) || rows.malformed()) {
      throw Error(ErrorKind::invalid_input,
                  "cannot read '" + file_.path() + "' as CSV: it has no header line");
    }
    const std::vector<std::string> names(fields.begin(), fields.end());
    layout_.fields = names.size();
    record_layout_ = find_record_layout(names, columns, options, file_.path());
    layout_.key = record_layout_.key();
    layout_.date = record_layout_.date.value_or(0);
    layout_.downloads = record_layout_.value.value_or(0);
    key_column_ = names[layout_.key];
    look_at_keys(rows);
    if (file_.is_plain()) ranges_ = file_.line_ranges(kRangeBytes);
  }

  const std::string& path() const override { return file_.path(); }
  int64_t bytes() const override { return file_.file_bytes(); }
  int64_t units() const override {
    return file_.is_plain() ? static_cast<int64_t>(ranges_.size()) : 1;
  }
  int64_t rows() const override { return has_rows_ ? -1 : 0; }
  std::optional<DayRange> day_statistics() const override { return std::nullopt; }
  const std::string& key_column() const override { return key_column_; }
  bool has_integer_keys() const override { return has_integer_keys_; }
  const RecordLayout& layout() const override { return record_layout_; }
  std::string hash() const override { return file_.content_hash(); }

  RecordCounts read(int64_t unit, const RecordContext& context) const override {
    CsvBlockReader reader(layout_, context);
    if (file_.is_plain()) {
      reader.add(ranges_[static_cast<size_t>(unit)], unit == 0, false);
      return reader.counts();
    }
    TextFile stream(file_.path(), limits_);
    bool at_header = true;
    while (const auto block = stream.next_block()) {
      const size_t used = reader.add(*block, at_header, !stream.at_end());
      if (used < block->size() && !stream.at_end()) stream.keep_from(used);
      at_header = at_header && used == 0;
    }
    return reader.counts();
  }

 private:
  // Keys are integers where most of the first block are: one wrong row does not decide.
  void look_at_keys(CsvRows& rows) {
    std::vector<std::string_view> fields;
    has_rows_ = !file_.at_end();
    int64_t keys = 0;
    int64_t integers = 0;
    while (rows.next(fields)) {
      has_rows_ = true;
      if (rows.malformed() || fields.size() != layout_.fields) continue;
      ++keys;
      integers += parse_integer(fields[layout_.key]).has_value() ? 1 : 0;
    }
    has_integer_keys_ = 2 * integers > keys;
  }

  mutable TextFile file_;  // hash() may read what is left
  CsvLayout layout_;
  std::string key_column_;
  bool has_integer_keys_ = false;
  RecordLayout record_layout_;
  TextLimits limits_;
  bool has_rows_ = false;
  std::vector<std::string_view> ranges_;
};

}  // namespace

std::unique_ptr<RecordSource> open_record_csv(const std::filesystem::path& path,
                                              const ColumnMap& columns,
                                              const RecordOptions& options) {
  return std::make_unique<CsvRecordSource>(path, columns, options);
}

}  // namespace hubcensus
