// Download records in Parquet: a row group is a unit, read column by column.

#include <parquet/statistics.h>

#include <algorithm>
#include <mutex>

#include "host/console/progress.hpp"
#include "host/ingest/records/parquet/pages/paged_row_group.hpp"
#include "host/ingest/records/parquet/row_group_reader.hpp"

namespace hubcensus {

RecordColumns::RecordColumns(const ParquetFile& file, const std::vector<std::string>& names,
                             const RecordLayout& layout) {
  const auto place = [&](std::optional<size_t> index) {
    return index ? std::optional(file.flat_index(names[*index])) : std::nullopt;
  };
  id = place(layout.id);
  object_id = place(layout.object_id);
  date = place(layout.date);
  value = place(layout.value);
  repo_type = place(layout.repo_type);
  total = place(layout.total);
  status = place(layout.status);
  method = place(layout.method);
  country = place(layout.country);
}

namespace {

class ParquetRecordSource final : public RecordSource {
 public:
  ParquetRecordSource(const std::filesystem::path& path, const ColumnMap& columns,
                      const RecordOptions& options)
      : file_(path),
        layout_(find_record_layout(file_.columns(), columns, options, file_.path())),
        columns_(file_, file_.columns(), layout_) {
    if (columns_.date) day_type(file_, *columns_.date);  // throws where it is none
    if (columns_.value) check_counter(file_, *columns_.value);
    check_request_columns(file_, columns_);
    leave_out_integer_names();
    check_total(file_, columns_);
    check_keys(file_, columns_, layout_);
  }

  const std::string& path() const override { return file_.path(); }
  int64_t bytes() const override { return file_.bytes(); }
  int64_t units() const override {
    return missing_columns().empty() ? file_.metadata().num_row_groups() : 0;
  }
  int64_t rows() const override { return file_.metadata().num_rows(); }
  std::optional<DayRange> day_statistics() const override {
    if (layout_.snapshot_day) return DayRange{*layout_.snapshot_day, *layout_.snapshot_day};
    return file_.guarded([&] { return days_in_footer(file_, *columns_.date); });
  }
  const RecordLayout& layout() const override { return layout_; }
  std::vector<std::string> missing_columns() const override {
    return layout_.lacks_counter() ? std::vector<std::string>{"downloadsAllTime"}
                                   : std::vector<std::string>{};
  }
  bool may_lack_object_ids() const override;
  const std::string& key_column() const override {
    return file_.schema().Column(columns_.key())->name();
  }
  bool has_integer_keys() const override { return !is_text(columns_.key()); }
  std::string hash() const override {
    std::call_once(is_hashed_, [&] { hash_ = file_.footer_hash(); });
    return hash_;
  }
  int64_t unit_bytes(int64_t unit) const override {
    return std::max<int64_t>(
        0, file_.metadata().RowGroup(static_cast<int>(unit))->total_byte_size());
  }
  std::string unit_key(int64_t unit) const override {
    return "row group " + std::to_string(unit) + " of " + hash();
  }

  RecordCounts read(int64_t unit, const RecordContext& context) const override {
    return file_.guarded([&] {
      const auto reader = file_.open();
      const auto group = reader->RowGroup(static_cast<int>(unit));
      return PagedRowGroup::takes(file_, columns_, layout_, context) ? read_pages(*group, context)
                                                                     : read_rows(*group, context);
    });
  }

 private:
  RecordCounts read_pages(parquet::RowGroupReader& group, const RecordContext& context) const {
    constexpr int64_t kMostRows = 1 << 18;  // of a batch: pages of more rows are cut
    PagedRowGroup pages(file_, group, columns_, context);
    RecordCounts counts;
    for (int64_t left = group.metadata()->num_rows(); left > 0;) {
      context.between_blocks();
      const int64_t rows = pages.read(std::min(left, kMostRows), counts);
      add_done(rows);
      left -= rows;
    }
    if (!pages.at_end()) refuse_more_rows(file_.path());
    return counts;
  }

  RecordCounts read_rows(parquet::RowGroupReader& group, const RecordContext& context) const {
    RowGroupReader columns(file_, group, columns_, layout_, context);
    RecordCounts counts;
    const int64_t group_rows = group.metadata()->num_rows();
    for (int64_t row = 0; row < group_rows; row += kRowsPerBlock) {
      context.between_blocks();
      const int64_t rows = std::min(kRowsPerBlock, group_rows - row);
      columns.read(static_cast<size_t>(rows), counts);
      add_done(rows);
    }
    columns.finish(file_.path(), counts);
    return counts;
  }

  void add_done(int64_t rows) const {
    add_rows_done(rows);
    add_bytes_done(bytes_of_rows(rows, file_.metadata().num_rows(), file_.bytes()));
  }

  // Beside `_id`, integers are no names.
  void leave_out_integer_names() {
    const bool has_both = columns_.object_id && columns_.id && !layout_.is_of_snapshots();
    if (!has_both || is_text(*columns_.id)) return;
    layout_.id.reset();
    columns_.id.reset();
  }
  bool is_text(int column) const {
    return file_.schema().Column(column)->physical_type() == parquet::Type::BYTE_ARRAY;
  }

  ParquetFile file_;
  RecordLayout layout_;
  RecordColumns columns_;
  mutable std::once_flag is_hashed_;
  mutable std::string hash_;
};

bool ParquetRecordSource::may_lack_object_ids() const {
  if (units() == 0) return false;
  if (!columns_.object_id) return true;
  const int column = *columns_.object_id;
  if (file_.schema().Column(column)->max_definition_level() == 0) return false;
  return file_.guarded([&] {
    for (int i = 0; i < file_.metadata().num_row_groups(); ++i) {
      const auto statistics = file_.metadata().RowGroup(i)->ColumnChunk(column)->statistics();
      const bool has_none =
          statistics != nullptr && statistics->HasNullCount() && statistics->null_count() == 0;
      if (!has_none) return true;
    }
    return false;
  });
}

}  // namespace

std::unique_ptr<RecordSource> open_record_parquet(const std::filesystem::path& path,
                                                  const ColumnMap& columns,
                                                  const RecordOptions& options) {
  return std::make_unique<ParquetRecordSource>(path, columns, options);
}

}  // namespace hubcensus
