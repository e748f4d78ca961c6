// The check of Publisher Analytics' `total` in a row group, as RunningTotal has it: a row group is
// a range. It reads its columns a second time: which rows are counted is no concern of it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/ingest/parquet/text_column.hpp"
#include "host/ingest/records/parquet/counter_column.hpp"
#include "host/ingest/records/parquet/record_columns.hpp"
#include "host/ingest/records/running_total.hpp"

namespace hubcensus {

// Throws Error(invalid_input) where `total` is no integer.
void check_total(const ParquetFile& file, const RecordColumns& columns);

class TotalColumns {
 public:
  // `columns` has a total, a repository type and a value.
  TotalColumns(const ParquetFile& file, parquet::RowGroupReader& group,
               const RecordColumns& columns);

  void read(size_t rows);
  const RunningTotal& total() const { return total_; }
  bool at_end() { return totals_.at_end(); }

 private:
  void read_texts(TextColumn& column, std::optional<std::string>& last, bool is_key);
  void read_integers(CounterColumn& column);

  TextColumn types_;
  std::variant<TextColumn, CounterColumn> keys_;
  CounterColumn totals_;
  CounterColumn downloads_;
  RunningTotal total_;
  // Of the row before.
  std::optional<std::string> last_type_;
  std::optional<std::string> last_key_;
  std::optional<int64_t> last_integer_;

  std::vector<bool> is_same_;   // [row] of the repository of the row before
  std::vector<bool> is_named_;  // [row]
  std::vector<std::optional<int64_t>> integers_;
  std::vector<std::optional<int64_t>> total_values_;
  std::vector<std::optional<int64_t>> download_values_;
};

}  // namespace hubcensus
