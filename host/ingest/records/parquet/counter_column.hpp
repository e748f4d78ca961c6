// The column of downloads, or of a counter: integers of any width, or the doubles that dataframes
// make of integers beside nulls (a NaN is such a null). It refuses to round: a fraction is no
// count.
#pragma once

#include <optional>
#include <span>
#include <variant>

#include "host/ingest/parquet/parquet_column.hpp"
#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

// Throw Error(invalid_input) where the column is of another type.
void check_integers(const ParquetFile& file, int column, const std::string& wanted);
void check_numbers(const ParquetFile& file, int column, const std::string& wanted);
void check_counter(const ParquetFile& file, int column);
bool is_unsigned(const parquet::ColumnDescriptor& column);

class CounterColumn {
 public:
  CounterColumn(const ParquetFile& file, parquet::RowGroupReader& group, int column);

  void read(RecordBlock& block);
  // The same rows as 64-bit integers, none where one is no such integer.
  void read(std::span<std::optional<int64_t>> values);
  bool at_end();

 private:
  template <typename Column, typename Set>
  void read_integers(Column& column, RecordBlock& block, Set set) const;

  bool is_unsigned_;
  std::variant<ParquetColumn<parquet::Int32Type>, ParquetColumn<parquet::Int64Type>,
               ParquetColumn<parquet::FloatType>, ParquetColumn<parquet::DoubleType>>
      column_;
};

}  // namespace hubcensus
