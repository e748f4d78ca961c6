#include "host/ingest/records/parquet/row_group_reader.hpp"

#include "host/ingest/text/quoted_text.hpp"
#include "kernels/snapshots.hpp"

namespace hubcensus {

RowGroupReader::RowGroupReader(const ParquetFile& file, parquet::RowGroupReader& group,
                               const RecordColumns& columns, const RecordLayout& layout,
                               const RecordContext& context)
    : layout_(layout),
      context_(context),
      request_(file, group, columns),
      keys_(file, group, columns, layout) {
  if (columns.date) days_.emplace(file, group, *columns.date);
  if (columns.value) downloads_.emplace(file, group, *columns.value);
  if (columns.total) totals_.emplace(file, group, columns);
}

void RowGroupReader::read(size_t rows, RecordCounts& counts) {
  block_.reset(rows);
  request_.read(block_);
  read_days();
  read_downloads();
  keys_.read(block_, context_.resolver);
  block_.fold_into(context_.fold, counts);
  if (totals_) totals_->read(rows);
}

void RowGroupReader::read_days() {
  const Day first = first_day_of(layout_.kind);
  if (days_) {
    days_->read(block_, first, context_.range);
    return;
  }
  for (size_t row = 0; row < block_.rows(); ++row) {
    if (*layout_.snapshot_day < first) block_.reject(row, Rejection::invalid_date);
    block_.set_day(row, *layout_.snapshot_day, context_.range);
  }
}

void RowGroupReader::read_downloads() {
  if (downloads_) {
    downloads_->read(block_);
    return;
  }
  for (size_t row = 0; row < block_.rows(); ++row) block_.set_downloads(row, 1);
}

void refuse_more_rows(const std::string& path) {
  throw Error(ErrorKind::invalid_input,
              "cannot read " + quoted_text(path) + ": a row group holds more rows than it says");
}

void RowGroupReader::finish(const std::string& path, RecordCounts& counts) {
  if (totals_) {
    counts.totals_checked = totals_->total().checked();
    counts.totals_differing = totals_->total().differing();
  }
  const auto ended = [](auto& column) { return !column || column->at_end(); };
  if (request_.at_end() && ended(days_) && ended(downloads_) && keys_.at_end() && ended(totals_)) {
    return;
  }
  refuse_more_rows(path);
}

}  // namespace hubcensus
