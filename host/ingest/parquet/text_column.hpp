// A column of texts of one row group. A column chunk whose pages are all dictionary-encoded gives
// indices and its one dictionary, so that what a text means is found once; others give texts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/parquet/parquet_column.hpp"

namespace hubcensus {

class TextColumn {
 public:
  TextColumn(parquet::RowGroupReader& group, int column, std::string place);

  // Reads up to `limit` rows, one page at the most; texts stay valid until the next call, those of
  // a dictionary as long as this object. Throws Error(invalid_input) where the column ends early
  // or leads outside its dictionary.
  size_t read(size_t limit);
  bool at_end();

  bool has_nulls() const { return has_nulls_; }
  bool is_null(size_t row) const { return texts_ ? texts_->is_null(row) : levels_null(row); }
  // Of a row that is not null.
  std::string_view text(size_t row) const {
    if (!texts_) return dictionary_[static_cast<size_t>(entries_[row])];
    const parquet::ByteArray& value = texts_->values()[row];
    return {reinterpret_cast<const char*>(value.ptr), value.len};
  }

  bool has_dictionary() const { return !texts_; }
  // Behind the first read(). entries()[row] is below the dictionary's size where the row is not
  // null, else 0.
  std::span<const std::string_view> dictionary() const { return dictionary_; }
  std::span<const int32_t> entries() const { return std::span(entries_).first(rows_); }

 private:
  bool levels_null(size_t row) const { return has_nulls_ && levels_[row] == 0; }
  void read_entries(size_t limit);
  void spread(size_t dense);

  std::string place_;
  std::optional<ParquetColumn<parquet::ByteArrayType>> texts_;
  std::shared_ptr<parquet::ByteArrayReader> indices_;  // where texts_ is not open
  bool has_nulls_ = false;
  size_t rows_ = 0;
  std::vector<std::string_view> dictionary_;
  std::vector<int32_t> entries_;
  std::vector<int16_t> levels_;
};

// A column of few different texts, each turned into a value: once per entry of a dictionary.
template <typename Value>
class MappedTextColumn {
 public:
  MappedTextColumn(TextColumn texts, Value (*value_of)(std::string_view))
      : texts_(std::move(texts)), value_of_(value_of) {}

  // Calls use(row, value) for so many rows; the value is a null pointer where the row is null.
  template <typename Use>
  void read(size_t rows, Use use) {
    for (size_t first = 0; first < rows;) {
      const size_t count = texts_.read(rows - first);
      for (size_t i = 0; i < count; ++i) {
        if (texts_.is_null(i)) {
          use(first + i, static_cast<const Value*>(nullptr));
        } else {
          const Value value = value_at(i);
          use(first + i, &value);
        }
      }
      first += count;
    }
  }
  bool at_end() { return texts_.at_end(); }

 private:
  Value value_at(size_t row) {
    if (!texts_.has_dictionary()) return value_of_(texts_.text(row));
    for (size_t i = values_.size(); i < texts_.dictionary().size(); ++i) {
      values_.push_back(value_of_(texts_.dictionary()[i]));
    }
    return values_[static_cast<size_t>(texts_.entries()[row])];
  }

  TextColumn texts_;
  Value (*value_of_)(std::string_view);
  std::vector<Value> values_;  // by entry
};

}  // namespace hubcensus
