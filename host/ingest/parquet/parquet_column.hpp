// One column of one row group, read block by block into values that stand at their rows.
#pragma once

#include <parquet/column_reader.h>
#include <parquet/file_reader.h>

#include <string>
#include <vector>

#include "kernels/error.hpp"

namespace hubcensus {

template <typename ParquetType>
class ParquetColumn {
 public:
  using Value = typename ParquetType::c_type;

  ParquetColumn(std::shared_ptr<parquet::ColumnReader> reader, std::string place)
      : reader_(std::static_pointer_cast<parquet::TypedColumnReader<ParquetType>>(reader)),
        place_(std::move(place)) {}

  // Reads up to `limit` rows, one page at the most, so that texts, which are views into the page,
  // stay valid until the next call. values()[i] belongs to row i where is_null(i) is false.
  size_t read(size_t limit) {
    values_.resize(limit);
    levels_.resize(limit);
    int64_t dense = 0;
    const int64_t rows = reader_->ReadBatch(static_cast<int64_t>(limit), levels_.data(), nullptr,
                                            values_.data(), &dense);
    if (rows <= 0) {
      throw Error(ErrorKind::invalid_input, place_ + " ends before its row group does");
    }
    rows_ = static_cast<size_t>(rows);
    has_nulls_ = dense < rows;
    if (has_nulls_) spread(static_cast<size_t>(dense));
    return rows_;
  }

  bool at_end() { return !reader_->HasNext(); }

  const std::vector<Value>& values() const { return values_; }
  bool has_nulls() const { return has_nulls_; }
  bool is_null(size_t row) const { return has_nulls_ && levels_[row] == 0; }

 private:
  // Moves the dense values to their rows, last first.
  void spread(size_t dense) {
    for (size_t row = rows_; row-- > 0;) {
      if (levels_[row] != 0) values_[row] = values_[--dense];
    }
  }

  std::shared_ptr<parquet::TypedColumnReader<ParquetType>> reader_;
  std::string place_;
  bool has_nulls_ = false;
  size_t rows_ = 0;
  std::vector<Value> values_;
  std::vector<int16_t> levels_;
};

}  // namespace hubcensus
