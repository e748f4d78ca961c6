#include "host/report/table_difference.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hubcensus {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

std::vector<ColumnEntry> key_columns(const FinishedTable& table) {
  std::vector<ColumnEntry> keys = table.entry().columns;
  std::erase_if(keys, [](const ColumnEntry& column) { return !column.is_key; });
  return keys;
}

struct KeyedRow {
  std::string_view key;
  size_t number = 0;
};

// Rows of one key stay in the order of the table.
std::vector<KeyedRow> by_key(const FinishedTable& table) {
  std::vector<KeyedRow> rows(table.rows());
  for (size_t row = 0; row < rows.size(); ++row) rows[row] = {table.key(row), row};
  std::stable_sort(rows.begin(), rows.end(),
                   [](const KeyedRow& a, const KeyedRow& b) { return a.key < b.key; });
  return rows;
}

// A row that one table alone has.
RowDifference lone_row(const FinishedTable& table, size_t row, RowChange change) {
  RowDifference difference{change, {}, {}};
  std::vector<FinishedCell> cells = table.cells(row);
  for (size_t i = 0; i < cells.size(); ++i) {
    const ColumnEntry& column = table.entry().columns[i];
    if (column.is_key) {
      difference.key.push_back(cells[i].value_or(""));
    } else if (change == RowChange::added) {
      difference.cells.push_back({&column, std::nullopt, std::move(cells[i])});
    } else {
      difference.cells.push_back({&column, std::move(cells[i]), std::nullopt});
    }
  }
  return difference;
}

std::string in_words(const FinishedCell& cell) { return cell ? "'" + *cell + "'" : "null"; }

std::string in_words(const FinishedTable& table, const RowDifference& row) {
  std::string text = table.entry().name;
  for (size_t i = 0; i < row.key.size(); ++i) {
    text += ", " + table.entry().columns[i].name + "=" + row.key[i];
  }
  if (row.change == RowChange::removed) return text + ": the row is missing";
  if (row.change == RowChange::added) return text + ": the row is not expected";
  const CellDifference& cell = row.cells.front();
  return text + ": " + cell.column->name + " is " + in_words(cell.after) + ", not " +
         in_words(cell.before);
}

std::optional<std::string> first_difference(const FinishedTable& expected,
                                            const FinishedTable& actual) {
  const TableDifference difference(expected, actual);
  if (difference.keys_differ()) return expected.entry().name + ": its key columns differ";
  std::optional<std::string> first;
  difference.for_each_row([&](const RowDifference& row) {
    first = in_words(actual, row);
    return false;
  });
  if (!first)
    first = expected.entry().name + ": its columns differ, or their order or that of rows";
  return first;
}

}  // namespace

std::string_view change_name(RowChange change) {
  static constexpr std::array<std::string_view, 3> kNames = {"changed", "removed", "added"};
  return kNames.at(static_cast<size_t>(change));
}

TableDifference::TableDifference(const FinishedTable& before, const FinishedTable& after)
    : before_(before), after_(after), keys_differ_(key_columns(before) != key_columns(after)) {
  match_columns();
  if (!keys_differ_) match_rows();
}

void TableDifference::match_columns() {
  const auto& before = before_.entry().columns;
  const auto& after = after_.entry().columns;
  const auto find = [](const std::vector<ColumnEntry>& columns, const std::string& name) {
    return std::find_if(columns.begin(), columns.end(),
                        [&](const ColumnEntry& column) { return column.name == name; });
  };
  for (const ColumnEntry& column : before) {
    if (find(after, column.name) == after.end()) columns_removed_.push_back(column);
  }
  for (size_t i = 0; i < after.size(); ++i) {
    const auto found = find(before, after[i].name);
    if (found == before.end()) {
      columns_added_.push_back(after[i]);
      continue;
    }
    if (found->type != after[i].type) columns_retyped_.push_back(after[i]);
    if (!after[i].is_key) columns_.emplace_back(found - before.begin(), i);
  }
}

void TableDifference::match_rows() {
  match_.assign(before_.rows(), kNone);
  is_matched_.assign(after_.rows(), false);
  const std::vector<KeyedRow> after = by_key(after_);
  auto next = after.begin();
  for (const KeyedRow& row : by_key(before_)) {
    while (next != after.end() && next->key < row.key) ++next;
    if (next == after.end() || next->key != row.key) continue;
    match_[row.number] = next->number;
    is_matched_[next->number] = true;
    ++next;
  }
}

bool TableDifference::is_equal(size_t row, size_t row_after) const {
  return before_.line(row) == after_.line(row_after) &&
         before_.entry().columns == after_.entry().columns;
}

RowDifference TableDifference::changed_row(size_t row, size_t row_after) const {
  RowDifference difference;
  std::vector<FinishedCell> before = before_.cells(row);
  std::vector<FinishedCell> after = after_.cells(row_after);
  for (const auto& [i, j] : columns_) {
    if (before[i] == after[j]) continue;
    difference.cells.push_back(
        {&after_.entry().columns[j], std::move(before[i]), std::move(after[j])});
  }
  for (size_t i = 0; i < before.size(); ++i) {
    if (before_.entry().columns[i].is_key) difference.key.push_back(before[i].value_or(""));
  }
  return difference;
}

void TableDifference::for_each_row(const std::function<bool(const RowDifference&)>& visit) const {
  for (size_t row = 0; row < match_.size(); ++row) {
    if (match_[row] == kNone) {
      if (!visit(lone_row(before_, row, RowChange::removed))) return;
    } else if (!is_equal(row, match_[row])) {
      const RowDifference difference = changed_row(row, match_[row]);
      if (!difference.cells.empty() && !visit(difference)) return;
    }
  }
  for (size_t row = 0; row < is_matched_.size(); ++row) {
    if (!is_matched_[row] && !visit(lone_row(after_, row, RowChange::added))) return;
  }
}

std::optional<std::string> first_difference(const FinishedReport& expected,
                                            const FinishedReport& actual) {
  for (const TableEntry& table : expected.tables()) {
    const TableEntry* other = actual.find(table.name);
    if (other == nullptr) return table.name + ": the table is missing";
    if (other->digest == table.digest && other->columns == table.columns) continue;
    if (!expected.has_csv(table) || !actual.has_csv(*other)) {
      return table.name + ": the digests differ, and a CSV is not there";
    }
    return first_difference(FinishedTable(expected, table), FinishedTable(actual, *other));
  }
  for (const TableEntry& table : actual.tables()) {
    if (expected.find(table.name) == nullptr) return table.name + ": the table is not expected";
  }
  return std::nullopt;
}

}  // namespace hubcensus
