// The column that tells the day of each record: a date, a timestamp of any unit (INT96 too), or ISO
// 8601 text. It refuses bare integers: their epoch and unit would be a guess.
#pragma once

#include <optional>
#include <variant>

#include "host/ingest/parquet/parquet_file.hpp"
#include "host/ingest/parquet/text_column.hpp"
#include "host/ingest/records/record_block.hpp"

namespace hubcensus {

// How a day stands in a file.
struct DayType {
  enum class Form { days, instant, julian, text };
  Form form = Form::days;
  int64_t units_per_day = 1;  // of an instant
};

// Throws Error(invalid_input) where the column is of another type.
DayType day_type(const ParquetFile& file, int column);

// First and last day by the footer's statistics, cut to what a record may bear; none where they do
// not tell.
std::optional<DayRange> days_in_footer(const ParquetFile& file, int column);

class DayColumn {
 public:
  DayColumn(const ParquetFile& file, parquet::RowGroupReader& group, int column);

  // Sets the day of all rows; days before `first` are invalid, those outside `range` outside it.
  void read(RecordBlock& block, Day first, const DayRange& range);
  bool at_end();

 private:
  using DayOfText = MappedTextColumn<std::optional<Day>>;

  DayType type_;
  std::variant<ParquetColumn<parquet::Int32Type>, ParquetColumn<parquet::Int64Type>,
               ParquetColumn<parquet::Int96Type>, DayOfText>
      column_;
};

}  // namespace hubcensus
