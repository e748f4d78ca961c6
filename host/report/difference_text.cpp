#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>

#include "host/report/number_change.hpp"
#include "host/report/report_difference.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/summary/text_grid.hpp"
#include "host/report/table_difference.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

constexpr size_t kCellsShown = 6;  // of a row, those that moved most

// A cell of a row that differs, and how much that matters in its column.
struct Moved {
  CellDifference cell;
  std::optional<NumberChange> change;
  double weight = 0;
};

struct MovedRow {
  RowDifference row;
  std::vector<Moved> cells;
  int breadth = 0;  // of its window: 0 is the widest
  double weight = 0;
  size_t order = 0;  // in the table

  bool operator<(const MovedRow& other) const {
    if (breadth != other.breadth) return breadth < other.breadth;
    if (weight != other.weight) return weight > other.weight;
    return order < other.order;
  }
};

int breadth_of(const std::string& window) {
  if (window == "all" || window == "lifetime") return 0;
  if (window.starts_with("last-")) return 1;
  constexpr size_t kYear = 4;
  constexpr size_t kMonth = 7;
  return window.size() == kYear ? 2 : window.size() == kMonth ? 3 : 4;
}

int breadth_of(const TableEntry& table, const RowDifference& row) {
  for (size_t i = 0; i < row.key.size(); ++i) {
    const std::string& name = table.columns[i].name;
    if (name == "window" || name == "period") return breadth_of(row.key[i]);
  }
  return 0;
}

// Numbers of the window, or that a share is of: the same in many rows, they say little of one.
bool is_of_window(const std::string& column) {
  return column == "records" || column.ends_with("_den");
}

struct Counts {
  std::array<size_t, 3> rows = {};  // by RowChange
  size_t total() const { return rows[0] + rows[1] + rows[2]; }
};

// The rows to be shown of a table, in little memory: at most `limit` and as many again are held.
class Ranking {
 public:
  Ranking(const TableDifference& difference, const TableEntry& table, size_t limit)
      : table_(table), limit_(limit) {
    difference.for_each_row([&](const RowDifference& row) {
      ++counts_.rows.at(static_cast<size_t>(row.change));
      for (const CellDifference& cell : row.cells) {
        const auto change = change_of(cell);
        double& largest = largest_[cell.column->name];
        if (change) largest = std::max(largest, change->largest);
      }
      return true;
    });
    difference.for_each_row([&](const RowDifference& row) {
      add(row);
      return limit_ > 0;
    });
    shorten();
  }

  const Counts& counts() const { return counts_; }
  const std::vector<MovedRow>& rows() const { return rows_; }

 private:
  std::optional<NumberChange> change_of(const CellDifference& cell) const {
    return has_numbers(*cell.column) ? number_change(cell.before, cell.after) : std::nullopt;
  }

  void add(const RowDifference& row) {
    MovedRow moved{row, {}, breadth_of(table_, row), 0, order_++};
    for (const CellDifference& cell : row.cells) {
      Moved& entry = moved.cells.emplace_back(cell, change_of(cell), 0);
      const double largest = largest_[cell.column->name];
      if (is_of_window(cell.column->name)) continue;
      if (entry.change && largest > 0) entry.weight = entry.change->size / largest;
      moved.weight = std::max(moved.weight, entry.weight);
    }
    rows_.push_back(std::move(moved));
    if (rows_.size() >= 2 * limit_) shorten();
  }

  void shorten() {
    std::sort(rows_.begin(), rows_.end());
    if (rows_.size() > limit_) rows_.resize(limit_);
  }

  const TableEntry& table_;
  size_t limit_;
  Counts counts_;
  std::map<std::string, double> largest_;  // number that differs, by column
  std::vector<MovedRow> rows_;
  size_t order_ = 0;
};

std::string number_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%+.6g", value);
  return text.data();
}

std::string cell_text(ColumnType type, const FinishedCell& cell) {
  if (!cell) return "null";
  constexpr size_t kMostColumns = 40;
  if (type == ColumnType::text) return cell->empty() ? "\"\"" : fit_columns(*cell, kMostColumns);
  return terminal_text(*cell);
}

std::string change_text(const NumberChange& change) {
  const bool is_whole = change.change.find_first_of(".en") == std::string::npos;
  std::string text = !is_whole ? number_text(std::strtod(change.change.c_str(), nullptr))
                     : change.change.starts_with('-') ? change.change
                                                      : "+" + change.change;
  if (!change.relative) return text;
  std::array<char, 48> percent{};
  std::snprintf(percent.data(), percent.size(), " (%+.4g %%)", *change.relative * 100);
  return text + percent.data();
}

// The integers of a quotient go without saying where the quotient itself is told.
bool goes_without_saying(const Moved& moved, const std::vector<Moved>& cells) {
  const std::string& name = moved.cell.column->name;
  if (!name.ends_with("_num") && !name.ends_with("_den")) return false;
  const std::string quotient = name.substr(0, name.size() - 4);
  return std::any_of(cells.begin(), cells.end(),
                     [&](const Moved& other) { return other.cell.column->name == quotient; });
}

std::string row_text(const TableEntry& table, const MovedRow& moved) {
  std::string text = "  ";
  if (moved.row.change != RowChange::changed) {
    text += std::string(change_name(moved.row.change)) + "  ";
  }
  for (size_t i = 0; i < moved.row.key.size(); ++i) {
    constexpr size_t kMostColumns = 60;
    text += (i > 0 ? ", " : "") + terminal_text(table.columns[i].name) + "=" +
            fit_columns(moved.row.key[i], kMostColumns);
  }
  text += "\n";
  if (moved.row.change != RowChange::changed) return text;
  std::vector<Moved> cells = moved.cells;
  std::erase_if(cells, [&](const Moved& cell) { return goes_without_saying(cell, moved.cells); });
  std::stable_sort(cells.begin(), cells.end(),
                   [](const Moved& a, const Moved& b) { return a.weight > b.weight; });
  for (size_t i = 0; i < std::min(cells.size(), kCellsShown); ++i) {
    const auto& [cell, change, weight] = cells[i];
    const ColumnType type = cell.column->type;
    text += "    " + terminal_text(cell.column->name) + "  " + cell_text(type, cell.before) +
            " -> " + cell_text(type, cell.after) +
            (change ? "  " + change_text(*change) : std::string()) + "\n";
  }
  if (cells.size() > kCellsShown) {
    text += "    and " + std::to_string(cells.size() - kCellsShown) + " more columns\n";
  }
  return text;
}

std::string names_text(const char* what, const std::vector<ColumnEntry>& columns) {
  if (columns.empty()) return {};
  std::string text = std::string("  ") + what;
  for (const ColumnEntry& column : columns) {
    text += (&column == &columns.front() ? " " : ", ") + terminal_text(column.name);
  }
  return text + "\n";
}

std::string definition_text(const char* what, const std::string& definition) {
  std::string text;
  for (const std::string& line : wrap_text(definition, kTextColumns - 4)) {
    text += "    " + line + "\n";
  }
  return std::string("  ") + what + "\n" + text;
}

void print_table(const ReportDifference& difference, const ReportDifference::Pair& pair,
                 size_t limit, const Print& print) {
  const FinishedTable before(difference.before(), *pair.before);
  const FinishedTable after(difference.after(), *pair.after);
  const TableDifference table(before, after);
  const Ranking ranking(table, *pair.after, limit);
  const auto& rows = ranking.counts().rows;
  const auto count = [](size_t value) { return with_separators(u128{value}); };
  print("\n" + pair.after->name + ": " + count(rows[0]) + " of " + count(before.rows()) +
        " rows changed, " + count(rows[1]) + " removed, " + count(rows[2]) + " added\n");
  if (pair.definitions_differ()) {
    print(definition_text("the definition was", pair.before->definition) +
          definition_text("the definition is", pair.after->definition));
  }
  if (table.keys_differ()) print("  its key columns differ: no row can be compared\n");
  print(names_text("columns removed:", table.columns_removed()) +
        names_text("columns added:", table.columns_added()) +
        names_text("columns of another type:", table.columns_retyped()));
  for (const MovedRow& row : ranking.rows()) print(row_text(*pair.after, row));
  if (ranking.counts().total() > ranking.rows().size()) {
    print("  and " + count(ranking.counts().total() - ranking.rows().size()) +
          " more rows (--limit)\n");
  }
}

std::string report_text(const char* mark, const FinishedReport& report) {
  return std::string(mark) + terminal_text(report.folder().string()) + "  (hubcensus " +
         terminal_text(report.version()) +
         (report.as_of().empty() ? "" : ", as of " + terminal_text(report.as_of())) + ")\n";
}

std::string tables_text(const char* what, const std::vector<const TableEntry*>& tables) {
  std::string text;
  for (const TableEntry* table : tables) text += (text.empty() ? "" : ", ") + table->name;
  return text.empty() ? text : what + text + "\n";
}

}  // namespace

void print_text(const ReportDifference& difference, size_t limit, const Print& print) {
  print(report_text("from  ", difference.before()) + report_text("to    ", difference.after()));
  if (difference.before().version() != difference.after().version()) {
    print("Other versions of hubcensus wrote them: a number may differ by its definition alone.\n");
  }
  print(tables_text("Tables removed: ", difference.removed()) +
        tables_text("Tables added: ", difference.added()));
  const auto equal = std::count_if(difference.both().begin(), difference.both().end(),
                                   [](const auto& pair) { return !pair.differs(); });
  print(with_separators(u128{static_cast<size_t>(equal)}) + " of " +
        with_separators(u128{difference.both().size()}) + " tables in both are equal.\n");
  for (const auto& pair : difference.both()) {
    if (pair.differs()) print_table(difference, pair, limit, print);
  }
}

}  // namespace hubcensus
