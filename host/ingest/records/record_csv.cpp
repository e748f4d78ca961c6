// Download records as CSV: plain files in ranges that threads share; compressed files as one unit,
// decompressed by one thread while others parse and fold.

#include <tbb/collaborative_call_once.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "host/console/progress.hpp"
#include "host/ingest/records/csv_block_reader.hpp"
#include "host/ingest/records/csv_record_source.hpp"
#include "host/ingest/text/csv.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "host/ingest/text/row_cuts.hpp"
#include "host/interrupt.hpp"
#include "host/report/digest.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus {
namespace {

class CsvRecordSource final : public RecordSource {
 public:
  CsvRecordSource(const std::filesystem::path& path, const ColumnMap& columns,
                  const RecordOptions& options, const CsvCuts& cuts)
      : file_(path.string(), options.limits), limits_(options.limits), cuts_(cuts) {
    std::vector<std::string_view> fields;
    CsvRows rows(text_from_header(), !file_.at_end(), max_row_bytes());
    if (!rows.next(fields) || rows.malformed()) {
      throw Error(ErrorKind::invalid_input,
                  "cannot read '" + file_.path() + "' as CSV: it has no header line");
    }
    const std::vector<std::string> names(fields.begin(), fields.end());
    columns_ = names.size();
    layout_ = find_record_layout(names, columns, options, file_.path());
    key_column_ = names[layout_.key()];
    for (const std::string& name : names) header_ += name + '\n';
    look_at_keys(rows, names);
    // Streams begin again at work: of many files, few are at work at once.
    file_.end_blocks();
    if (!file_.is_plain()) return;
    ranges_ = file_.line_ranges(cuts_.range_bytes);
    is_read_ = std::make_unique<std::atomic<bool>[]>(ranges_.size());
  }

  const std::string& path() const override { return file_.path(); }
  int64_t bytes() const override { return file_.file_bytes(); }
  // None in an early dump, which has no counter.
  int64_t units() const override {
    if (!missing_columns().empty()) return 0;
    return file_.is_plain() ? static_cast<int64_t>(ranges_.size()) : 1;
  }
  int64_t rows() const override { return has_rows_ ? -1 : 0; }
  std::optional<DayRange> day_statistics() const override { return std::nullopt; }
  int64_t stream_bytes() const override {
    return file_.is_plain() ? 0 : 2 * cuts_.block_bytes;  // a block, and what is read beyond it
  }
  const std::string& key_column() const override { return key_column_; }
  bool has_integer_keys() const override { return has_integer_keys_; }
  const RecordLayout& layout() const override { return layout_; }
  std::string hash() const override { return file_.content_hash(); }
  std::vector<std::string> missing_columns() const override {
    return layout_.lacks_counter() ? std::vector<std::string>{"downloadsAllTime"}
                                   : std::vector<std::string>{};
  }

  int64_t unit_bytes(int64_t unit) const override {
    return file_.is_plain() ? static_cast<int64_t>(ranges_[static_cast<size_t>(unit)].size())
                            : file_.file_bytes();
  }
  // A range means what the header says: both are hashed.
  std::string unit_key(int64_t unit) const override {
    if (!file_.is_plain()) return "file " + file_.content_hash();
    cut_at_rows();
    const std::string_view text = ranges_[static_cast<size_t>(unit)];
    Digest digest;
    digest.add(header_);
    digest.add(text);
    file_.release(text);
    return "lines " + digest.hex();
  }

  RecordCounts read(int64_t unit, const RecordContext& context) const override {
    return file_.is_plain() ? read_range(static_cast<size_t>(unit), context) : read_stream(context);
  }

 private:
  size_t max_row_bytes() const { return static_cast<size_t>(limits_.max_line_bytes); }

  // A block of text that begins with the header; of the empty lines before it there may be many.
  std::string_view text_from_header() {
    while (const auto block = file_.next_block()) {
      check_interrupted();
      CsvRows rows(*block, !file_.at_end(), max_row_bytes());
      std::vector<std::string_view> fields;
      rows.next(fields);
      const size_t begin = rows.consumed();
      header_begin_ += begin;
      const std::string_view text = block->substr(begin);
      if (text.starts_with('{') || text.starts_with('[')) {
        throw Error(ErrorKind::invalid_input,
                    "cannot read '" + file_.path() +
                        "' as CSV: it is JSON, which is read for --models alone");
      }
      if (begin == 0 || file_.at_end()) return text;
      file_.keep_from(begin);
    }
    return {};
  }

  bool holds_header(size_t begin, size_t size) const {
    return begin <= header_begin_ && header_begin_ < begin + size;
  }

  // Keys are integers where most of the first block are: one wrong row does not decide. Beside
  // `_id`, integers are no names.
  void look_at_keys(CsvRows& rows, std::span<const std::string> names) {
    std::vector<std::string_view> fields;
    const size_t key = layout_.key();
    const size_t name = layout_.id.value_or(key);
    has_rows_ = !file_.at_end();
    int64_t keys = 0;
    int64_t integer_keys = 0;
    int64_t integer_names = 0;
    while (rows.next(fields)) {
      has_rows_ = true;
      if (rows.malformed() || fields.size() != columns_) continue;
      ++keys;
      integer_keys += parse_integer<int64_t>(fields[key]).has_value() ? 1 : 0;
      integer_names += parse_integer<int64_t>(fields[name]).has_value() ? 1 : 0;
    }
    has_integer_keys_ = 2 * integer_keys > keys;
    // An `_id` may be of 24 digits without a letter among them: it is never taken for an integer.
    if (!layout_.id || 2 * integer_names <= keys) return;
    if (layout_.is_of_snapshots()) {
      throw Error(ErrorKind::invalid_input, quoted_text(file_.path()) + ": column " +
                                                quoted_text(names[name]) + " holds integers, not " +
                                                kTextOfSnapshots);
    }
    if (name != key) layout_.id.reset();
  }

  void cut_at_rows() const {
    const auto release = [&](std::string_view text) { file_.release(text); };
    tbb::collaborative_call_once(
        ranges_are_of_rows_, [&] { ranges_ = ranges_of_rows(ranges_, max_row_bytes(), release); });
  }

  RecordCounts read_range(size_t range, const RecordContext& context) const {
    cut_at_rows();
    CsvBlockReader reader(layout_, columns_, limits_, context);
    RunningTotal total;
    const std::string_view text = ranges_[range];
    const auto begin = static_cast<size_t>(text.data() - file_.bytes().data());
    reader.read(text, holds_header(begin, text.size()), total);
    hash_read_ranges(range);
    file_.release(text);
    add_bytes_done(static_cast<int64_t>(text.size()));
    return with_total(reader.counts(), total);
  }

  // The hash is of the bytes in order, so one thread at a time adds to it; it does so while others
  // read. What is left, hash() adds.
  void hash_read_ranges(size_t range) const {
    is_read_[range] = true;
    const std::unique_lock hashes(hashing_, std::try_to_lock);
    if (!hashes) return;
    for (; hashed_ranges_ < ranges_.size() && is_read_[hashed_ranges_]; ++hashed_ranges_) {
      file_.hash_through(ranges_[hashed_ranges_]);
    }
  }

  // The decompressor and the end of rows allow one thread, as does the order of running totals.
  //
  // What a stream holds is charged while it is at work. A thread that waits for a stream begins no
  // other: there are at most as many streams as threads, and as many texts on their way.
  RecordCounts read_stream(const RecordContext& context) const {
    constexpr const char* kPurpose = "the text of compressed records";
    context.budget.take(stream_bytes(), kPurpose);
    RowStream stream(file_.path(), limits_, cuts_.block_bytes, cuts_.range_bytes);
    tbb::enumerable_thread_specific<CsvBlockReader> readers(
        [&] { return CsvBlockReader(layout_, columns_, limits_, context); });
    RunningTotal total;
    RecordCounts counts;
    const auto next_rows = [&](tbb::flow_control& control) {
      RowsOfStream rows;
      const double begin = processor_seconds();
      if (!stream.next(rows)) control.stop();
      counts.work.seconds += processor_seconds() - begin;
      context.budget.take(static_cast<int64_t>(rows.text.size()), kPurpose);
      return rows;
    };
    const auto read_rows = [&](const RowsOfStream& rows) {
      RunningTotal of_rows(rows.begins_range);
      const bool has_header = holds_header(static_cast<size_t>(rows.position), rows.text.size());
      readers.local().read(rows.text, has_header, of_rows);
      context.budget.give_back(static_cast<int64_t>(rows.text.size()));
      return of_rows;
    };
    const auto blocks_in_flight = static_cast<size_t>(tbb::this_task_arena::max_concurrency()) + 1;
    const auto stages =
        tbb::make_filter<void, RowsOfStream>(tbb::filter_mode::serial_in_order, next_rows) &
        tbb::make_filter<RowsOfStream, RunningTotal>(tbb::filter_mode::parallel, read_rows) &
        tbb::make_filter<RunningTotal, void>(
            tbb::filter_mode::serial_in_order,
            [&](const RunningTotal& of_rows) { total.join(of_rows); });
    tbb::this_task_arena::isolate([&] { tbb::parallel_pipeline(blocks_in_flight, stages); });
    context.budget.give_back(stream_bytes());
    for (const CsvBlockReader& reader : readers) counts.merge(reader.counts());
    return with_total(counts, total);
  }

  static RecordCounts with_total(RecordCounts counts, const RunningTotal& total) {
    counts.totals_checked = total.checked();
    counts.totals_differing = total.differing();
    return counts;
  }

  mutable TextFile file_;  // hash() may read what is left
  RecordLayout layout_;
  size_t header_begin_ = 0;  // in the text
  size_t columns_ = 0;
  std::string key_column_;
  std::string header_;  // names of the columns, a line each
  bool has_integer_keys_ = false;
  TextLimits limits_;
  CsvCuts cuts_;
  bool has_rows_ = false;
  // Of lines when the file is opened, of rows once one is read.
  mutable std::vector<std::string_view> ranges_;
  mutable tbb::collaborative_once_flag ranges_are_of_rows_;
  std::unique_ptr<std::atomic<bool>[]> is_read_;  // [range]
  mutable std::mutex hashing_;                    // of the file's hash while ranges are read
  mutable size_t hashed_ranges_ = 0;
};

}  // namespace

std::unique_ptr<RecordSource> open_record_csv(const std::filesystem::path& path,
                                              const ColumnMap& columns,
                                              const RecordOptions& options, const CsvCuts& cuts) {
  return std::make_unique<CsvRecordSource>(path, columns, options, cuts);
}

std::unique_ptr<RecordSource> open_record_csv(const std::filesystem::path& path,
                                              const ColumnMap& columns,
                                              const RecordOptions& options) {
  return open_record_csv(path, columns, options, {});
}

}  // namespace hubcensus
