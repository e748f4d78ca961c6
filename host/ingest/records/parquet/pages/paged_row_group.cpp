#include "host/ingest/records/parquet/pages/paged_row_group.hpp"

#include <algorithm>
#include <numeric>

#include "host/ingest/records/parquet/counter_column.hpp"
#include "host/ingest/records/parquet/day_column.hpp"
#include "kernels/processor_seconds.hpp"

namespace hubcensus {
namespace {

bool is_integer(const ParquetFile& file, int column) {
  const auto type = file.schema().Column(column)->physical_type();
  return type == parquet::Type::INT32 || type == parquet::Type::INT64;
}

bool is_null(std::span<const uint8_t> nulls, size_t row) { return !nulls.empty() && nulls[row]; }

}  // namespace

bool PagedRowGroup::takes(const ParquetFile& file, const RecordColumns& columns,
                          const RecordLayout& layout, const RecordContext& context) {
  const bool has_more = columns.repo_type || columns.total || columns.status || columns.method ||
                        columns.country || layout.names_repositories();
  if (layout.kind != RecordKind::daily || has_more || !columns.date || !columns.value) return false;
  return day_type(file, *columns.date).form == DayType::Form::days &&
         is_integer(file, *columns.value) && context.resolver.knows_models();
}

PagedRowGroup::PagedRowGroup(const ParquetFile& file, parquet::RowGroupReader& group,
                             const RecordColumns& columns, const RecordContext& context)
    : context_(context),
      models_(file, group, columns.key(), context.resolver),
      days_(file, group, *columns.date, RecordColumn::day),
      downloads_(file, group, *columns.value, RecordColumn::downloads),
      has_unsigned_downloads_(is_unsigned(*file.schema().Column(*columns.value))),
      has_narrow_downloads_(file.schema().Column(*columns.value)->physical_type() ==
                            parquet::Type::INT32) {}

int64_t PagedRowGroup::read(int64_t most, RecordCounts& counts) {
  try {
    const double begin = processor_seconds();
    EncodedBatch pages;
    pages.rows = std::min({most, models_.left(), days_.left(), downloads_.left()});
    if (pages.rows == 0) {
      if (models_.left() == 0) models_.refuse("its column ends before its row group does");
      if (days_.left() == 0) days_.refuse("its column ends before its row group does");
      downloads_.refuse("its column ends before its row group does");
    }
    pages.model = models_.take(pages.rows);
    pages.day = days_.take(pages.rows);
    pages.downloads = downloads_.take(pages.rows);
    counts.work.seconds += processor_seconds() - begin;
    fold(pages, counts);
    return pages.rows;
  } catch (const BrokenPage& broken) {
    refuse(broken);
  }
}

void PagedRowGroup::fold(const EncodedBatch& pages, RecordCounts& counts) {
  if (models_.nulls().empty() && days_.nulls().empty() && downloads_.nulls().empty()) {
    counts.work.seconds += context_.fold.add_pages(pages, context_.range, left_);
  } else {
    take_all(pages);
  }
  const auto folded = pages.rows - static_cast<int64_t>(left_.size());
  counts.read += folded;
  counts.counted += folded;
  counts.work.rows_of_pages += folded;
  for (const EncodedColumn* column : {&pages.model, &pages.day, &pages.downloads}) {
    counts.work.batch_bytes += static_cast<int64_t>(column->bytes.size());
  }
  if (left_.size() != 0) count_left(counts);
}

// All rows are left: some of them are null.
void PagedRowGroup::take_all(const EncodedBatch& pages) {
  const auto values = [&](EncodedColumn column, RecordColumn name, std::vector<int64_t>& to) {
    to.resize(static_cast<size_t>(pages.rows));
    ValueCursor(column, name).next(to);
  };
  left_.rows.resize(static_cast<size_t>(pages.rows));
  std::iota(left_.rows.begin(), left_.rows.end(), int64_t{0});
  values(pages.model, RecordColumn::model, left_.models);
  values(pages.day, RecordColumn::day, left_.days);
  values(pages.downloads, RecordColumn::downloads, left_.downloads);
}

// What is wrong with the rows that the fold left, or else they are folded.
void PagedRowGroup::count_left(RecordCounts& counts) {
  block_.reset(left_.size());
  for (size_t i = 0; i < left_.size(); ++i) {
    const auto row = static_cast<size_t>(left_.rows[i]);
    // A day before the range is counted whatever else the row lacks.
    const bool has_day = !is_null(days_.nulls(), row);
    if (has_day) block_.set_day(i, left_.days[i], context_.range);
    if (!has_day || is_null(models_.nulls(), row) || is_null(downloads_.nulls(), row)) {
      block_.reject(i, Rejection::null_value);
      continue;
    }
    const int64_t downloads = left_.downloads[i];
    if (has_unsigned_downloads_ && has_narrow_downloads_) {
      block_.set_downloads(i, int64_t{static_cast<uint32_t>(downloads)});
    } else if (has_unsigned_downloads_ && downloads < 0) {
      block_.reject(i, Rejection::excessive_downloads);
    } else {
      block_.set_downloads(i, downloads);
    }
  }
  models_.resolve(left_.rows, left_.models, block_);
  block_.fold_into(context_.fold, counts);
}

bool PagedRowGroup::at_end() {
  try {
    return models_.left() == 0 && days_.left() == 0 && downloads_.left() == 0;
  } catch (const BrokenPage& broken) {
    refuse(broken);
  }
}

void PagedRowGroup::refuse(const BrokenPage& broken) const {
  switch (broken.column()) {
    case RecordColumn::day:
      days_.refuse(broken.what());
    case RecordColumn::downloads:
      downloads_.refuse(broken.what());
    case RecordColumn::model:
      break;
  }
  models_.refuse(broken.what());
}

}  // namespace hubcensus
