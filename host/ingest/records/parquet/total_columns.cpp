#include "host/ingest/records/parquet/total_columns.hpp"

namespace hubcensus {
namespace {

bool is_text(const ParquetFile& file, int column) {
  return file.schema().Column(column)->physical_type() == parquet::Type::BYTE_ARRAY;
}

}  // namespace

void check_total(const ParquetFile& file, const RecordColumns& columns) {
  if (columns.total) check_numbers(file, *columns.total, "an integer total");
}

TotalColumns::TotalColumns(const ParquetFile& file, parquet::RowGroupReader& group,
                           const RecordColumns& columns)
    : types_(group, *columns.repo_type, file.column_place(*columns.repo_type)),
      keys_([&]() -> decltype(keys_) {
        const int key = columns.key();
        if (is_text(file, key)) return TextColumn(group, key, file.column_place(key));
        return CounterColumn(file, group, key);
      }()),
      totals_(file, group, *columns.total),
      downloads_(file, group, *columns.value) {}

void TotalColumns::read(size_t rows) {
  is_same_.assign(rows, true);
  is_named_.assign(rows, true);
  total_values_.resize(rows);
  download_values_.resize(rows);
  read_texts(types_, last_type_, false);
  if (auto* texts = std::get_if<TextColumn>(&keys_)) {
    read_texts(*texts, last_key_, true);
  } else {
    read_integers(std::get<CounterColumn>(keys_));
  }
  totals_.read(total_values_);
  downloads_.read(download_values_);
  for (size_t row = 0; row < rows; ++row) {
    const auto& total = total_values_[row];
    const auto& downloads = download_values_[row];
    if (is_named_[row] && total && downloads) {
      total_.add(is_same_[row], *total, *downloads);
    } else {
      total_.end_run();
    }
  }
}

// A null is an empty text, as it is in CSV.
void TotalColumns::read_texts(TextColumn& column, std::optional<std::string>& last, bool is_key) {
  for (size_t first = 0; first < is_same_.size();) {
    const size_t count = column.read(is_same_.size() - first);
    for (size_t i = 0; i < count; ++i) {
      const std::string_view text = column.is_null(i) ? std::string_view() : column.text(i);
      if (is_key && text.empty()) is_named_[first + i] = false;
      if (last && *last == text) continue;
      is_same_[first + i] = false;
      last = text;
    }
    first += count;
  }
}

void TotalColumns::read_integers(CounterColumn& column) {
  integers_.resize(is_same_.size());
  column.read(integers_);
  for (size_t row = 0; row < integers_.size(); ++row) {
    if (!integers_[row]) is_named_[row] = false;
    if (integers_[row] != last_integer_) is_same_[row] = false;
    last_integer_ = integers_[row];
  }
}

}  // namespace hubcensus
