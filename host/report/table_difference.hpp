// What differs between one table of two finished reports: rows by their keys, cells by their
// columns. It compares the texts of the CSVs, which are exact; it measures and judges nothing.
//
// Rows are matched by key, in whatever order they stand; columns by name. Of two rows of one key
// (two names that a CSV shows alike) the first matches the first.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/report/finished_report.hpp"

namespace hubcensus {

enum class RowChange : uint8_t { changed, removed, added };
std::string_view change_name(RowChange change);

struct CellDifference {
  const ColumnEntry* column = nullptr;  // of the table after; of the one before where removed
  FinishedCell before;
  FinishedCell after;
};

struct RowDifference {
  RowChange change = RowChange::changed;
  std::vector<std::string> key;       // a cell for each key column
  std::vector<CellDifference> cells;  // that differ; of an added or removed row all but the key
};

class TableDifference {
 public:
  // Both are to outlive it.
  TableDifference(const FinishedTable& before, const FinishedTable& after);

  // Of another set of key columns: no row of one is a row of the other, and none is visited.
  bool keys_differ() const { return keys_differ_; }
  const std::vector<ColumnEntry>& columns_removed() const { return columns_removed_; }
  const std::vector<ColumnEntry>& columns_added() const { return columns_added_; }
  // In both, of another type; as the table after has them.
  const std::vector<ColumnEntry>& columns_retyped() const { return columns_retyped_; }
  bool has_other_columns() const {
    return !columns_removed_.empty() || !columns_added_.empty() || !columns_retyped_.empty();
  }

  // Changed and removed rows as they stand before, then added ones as they stand after, until
  // `visit` returns false.
  void for_each_row(const std::function<bool(const RowDifference&)>& visit) const;

 private:
  void match_columns();
  void match_rows();
  bool is_equal(size_t row, size_t row_after) const;
  RowDifference changed_row(size_t row, size_t row_after) const;

  const FinishedTable& before_;
  const FinishedTable& after_;
  bool keys_differ_ = false;
  std::vector<ColumnEntry> columns_removed_, columns_added_, columns_retyped_;
  std::vector<std::pair<size_t, size_t>> columns_;  // in both: before, after
  std::vector<size_t> match_;                       // row after of each row before, or kNone
  std::vector<bool> is_matched_;                    // of the rows after
};

// The first thing in which two reports differ, in words: "concentration, window=all, over=models:
// gini is 0.97, not 0.96". None where all tables are equal.
std::optional<std::string> first_difference(const FinishedReport& expected,
                                            const FinishedReport& actual);

}  // namespace hubcensus
