#include "host/report/compare_tables.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "host/ingest/text/csv_file.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;
using Cells = std::vector<std::string_view>;

const TableEntry* find_table(const RunManifest& manifest, const std::string& name) {
  const auto found = std::find_if(manifest.tables.begin(), manifest.tables.end(),
                                  [&](const TableEntry& table) { return table.name == name; });
  return found == manifest.tables.end() ? nullptr : &*found;
}

// Manifests are files like others: a name in one must not lead out of its folder.
fs::path csv_path(const FinishedReport& report, const std::string& table) {
  if (table.empty() || table.find('/') != std::string::npos) {
    throw Error(ErrorKind::invalid_input, "cannot use '" +
                                              (report.folder / "manifest.json").string() + "': '" +
                                              table + "' is no name of a table");
  }
  return report.folder / "tables" / (table + ".csv");
}

class TableWalk {
 public:
  TableWalk(const TableEntry& table, const std::string& left, const std::string& right)
      : table_(table), left_(left), right_(right) {}

  std::optional<TableDifference> first() {
    Cells left(left_.names().begin(), left_.names().end());
    Cells right(right_.names().begin(), right_.names().end());
    if (left != right) return TableDifference{table_.name, "", "", joined(left), joined(right)};
    for (int64_t row = 1;; ++row) {
      const bool has_left = next(left_, left);
      const bool has_right = next(right_, right);
      if (!has_left && !has_right) return std::nullopt;
      if (has_left != has_right) {
        const std::string key = key_of(has_left ? left : right, row);
        return TableDifference{table_.name, key, left_.names().front(),
                               has_left ? "a row" : "no row", has_right ? "a row" : "no row"};
      }
      for (size_t i = 0; i < left.size(); ++i) {
        if (left[i] == right[i]) continue;
        return TableDifference{table_.name, key_of(left, row), left_.names()[i],
                               std::string(left[i]), std::string(right[i])};
      }
    }
  }

 private:
  static bool next(CsvFile& file, Cells& cells) {
    if (!file.next(cells)) return false;
    if (file.malformed() || cells.size() != file.names().size()) {
      throw Error(ErrorKind::invalid_input, "cannot compare '" + file.text().path() + "': line " +
                                                std::to_string(file.line()) + " is broken");
    }
    return true;
  }

  static std::string joined(std::span<const std::string_view> cells) {
    std::string text;
    for (const std::string_view cell : cells) {
      if (!text.empty()) text += " / ";
      text += cell;
    }
    return text;
  }

  std::string key_of(const Cells& cells, int64_t row) const {
    const size_t keys = std::min<size_t>(table_.keys, cells.size());
    return keys == 0 ? "number " + std::to_string(row) : joined(std::span(cells).first(keys));
  }

  const TableEntry& table_;
  CsvFile left_;
  CsvFile right_;
};

TableDifference difference_of(const FinishedReport& left, const TableEntry& table,
                              const FinishedReport& right, const TableEntry& other) {
  const fs::path left_csv = csv_path(left, table.name);
  const fs::path right_csv = csv_path(right, table.name);
  std::error_code ignored;
  if (fs::exists(left_csv, ignored) && fs::exists(right_csv, ignored)) {
    if (auto cell = TableWalk(table, left_csv.string(), right_csv.string()).first()) return *cell;
  }
  return {table.name, "", "", "digest " + table.digest, "digest " + other.digest};
}

}  // namespace

std::optional<TableDifference> first_difference(const FinishedReport& left,
                                                const FinishedReport& right) {
  for (const TableEntry& table : left.manifest.tables) {
    const TableEntry* other = find_table(right.manifest, table.name);
    if (other == nullptr) return TableDifference{table.name, "", "", "written", "not written"};
    if (table.digest != other->digest) return difference_of(left, table, right, *other);
  }
  for (const TableEntry& table : right.manifest.tables) {
    if (find_table(left.manifest, table.name) != nullptr) continue;
    return TableDifference{table.name, "", "", "not written", "written"};
  }
  return std::nullopt;
}

std::string to_text(const TableDifference& difference) {
  std::string text = "table '" + difference.table + "'";
  if (!difference.column.empty()) {
    text += ", row '" + difference.key + "', column '" + difference.column + "'";
  }
  return text + ": '" + difference.left + "' and '" + difference.right + "'";
}

}  // namespace hubcensus
