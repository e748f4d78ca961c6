// Reads cells of finished tables by name of column, for writers that tell of a few of them.
// A column that is missing is a defect (Error(internal)); a table that is missing is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/report/table.hpp"

namespace hubcensus {

class TableReader {
 public:
  explicit TableReader(const Table& table) : table_(&table) {}
  static std::optional<TableReader> find(std::span<const Table> tables, std::string_view name);

  struct Match {
    std::string_view column;  // of text
    std::string_view value;
  };
  // Rows in which every column named holds the value named, in order.
  std::vector<size_t> rows(const std::vector<Match>& matches = {}) const;
  std::optional<size_t> row(const std::vector<Match>& matches) const;  // the first of them

  // None where the cell is null.
  std::optional<std::string_view> text(std::string_view column, size_t row) const;
  std::optional<uint64_t> integer(std::string_view column, size_t row) const;
  std::optional<double> real(std::string_view column, size_t row) const;
  std::optional<bool> boolean(std::string_view column, size_t row) const;

 private:
  const Column& column(std::string_view name, ColumnType type) const;

  const Table* table_;
};

}  // namespace hubcensus
