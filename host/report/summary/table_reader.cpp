#include "host/report/summary/table_reader.hpp"

#include <algorithm>

#include "kernels/error.hpp"

namespace hubcensus {

std::optional<TableReader> TableReader::find(std::span<const Table> tables, std::string_view name) {
  for (const Table& table : tables) {
    if (table.name() == name) return TableReader(table);
  }
  return std::nullopt;
}

const Column& TableReader::column(std::string_view name, ColumnType type) const {
  const Column& column = table_->column(name);
  if (column.type != type) {
    throw Error(ErrorKind::internal, "table '" + table_->name() + "' has another type of column '" +
                                         column.name + "' than is read");
  }
  return column;
}

std::vector<size_t> TableReader::rows(const std::vector<Match>& matches) const {
  std::vector<const Column*> columns;
  for (const Match& match : matches) columns.push_back(&column(match.column, ColumnType::text));
  std::vector<size_t> found;
  const auto rows = static_cast<size_t>(table_->rows());
  for (size_t row = 0; row < rows; ++row) {
    bool is_match = true;
    for (size_t i = 0; is_match && i < columns.size(); ++i) {
      is_match = columns[i]->valid[row] && columns[i]->texts[row] == matches[i].value;
    }
    if (is_match) found.push_back(row);
  }
  return found;
}

std::optional<size_t> TableReader::row(const std::vector<Match>& matches) const {
  const std::vector<size_t> found = rows(matches);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<std::string_view> TableReader::text(std::string_view name, size_t row) const {
  const Column& cells = column(name, ColumnType::text);
  return cells.valid[row] ? std::optional<std::string_view>(cells.texts[row]) : std::nullopt;
}

std::optional<uint64_t> TableReader::integer(std::string_view name, size_t row) const {
  const Column& cells = column(name, ColumnType::integer);
  if (!cells.valid[row]) return std::nullopt;
  return static_cast<uint64_t>(cells.integers[row]);  // a table takes no negative one
}

std::optional<double> TableReader::real(std::string_view name, size_t row) const {
  const Column& cells = column(name, ColumnType::real);
  return cells.valid[row] ? std::optional(cells.reals[row]) : std::nullopt;
}

std::optional<bool> TableReader::boolean(std::string_view name, size_t row) const {
  const Column& cells = column(name, ColumnType::boolean);
  return cells.valid[row] ? std::optional<bool>(cells.booleans[row]) : std::nullopt;
}

}  // namespace hubcensus
