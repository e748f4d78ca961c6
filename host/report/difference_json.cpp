#include <nlohmann/json.hpp>
#include <string>

#include "host/report/csv_writer.hpp"
#include "host/report/number_change.hpp"
#include "host/report/report_difference.hpp"
#include "host/report/table_difference.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

// As report.json has it: digits of a wide column are a string. What is no number stands as a text.
std::string value_json(ColumnType type, const FinishedCell& cell) {
  if (!cell) return "null";
  if (type == ColumnType::text || type == ColumnType::wide) return json_string(*cell);
  const auto value = nlohmann::json::parse(*cell, nullptr, /*allow_exceptions=*/false);
  return value.is_number() || value.is_boolean() ? *cell : json_string(*cell);
}

std::string change_json(const CellDifference& cell) {
  if (!has_numbers(*cell.column)) return "";
  const auto change = number_change(cell.before, cell.after);
  if (!change) return "";
  const std::string text =
      cell.column->type == ColumnType::wide ? json_string(change->change) : change->change;
  return ", \"change\": " + text +
         ", \"relative\": " + (change->relative ? real_text(*change->relative) : "null");
}

template <typename Items, typename ToJson>
std::string list_json(const Items& items, ToJson item_json) {
  std::string json = "[";
  for (const auto& item : items) {
    if (json.size() > 1) json += ", ";
    json += item_json(item);
  }
  return json + "]";
}

std::string columns_json(const std::vector<ColumnEntry>& columns) {
  return list_json(columns, [](const ColumnEntry& column) { return json_string(column.name); });
}

std::string row_json(const TableEntry& table, const RowDifference& row) {
  std::string key;
  for (size_t i = 0; i < row.key.size(); ++i) {
    const ColumnEntry& column = table.columns[i];
    key +=
        (i > 0 ? ", " : "") + json_string(column.name) + ": " + value_json(column.type, row.key[i]);
  }
  const auto cell_json = [](const CellDifference& cell) {
    return "\n          {\"column\": " + json_string(cell.column->name) +
           ", \"before\": " + value_json(cell.column->type, cell.before) +
           ", \"after\": " + value_json(cell.column->type, cell.after) + change_json(cell) + "}";
  };
  return "\n        {\"change\": \"" + std::string(change_name(row.change)) + "\", \"key\": {" +
         key + "}, \"cells\": " + list_json(row.cells, cell_json) + "}";
}

std::string definitions_json(const ReportDifference::Pair& pair) {
  if (!pair.definitions_differ()) return "null";
  return "{\"before\": " + json_string(pair.before->definition) +
         ", \"after\": " + json_string(pair.after->definition) + "}";
}

void print_rows(const ReportDifference& difference, const ReportDifference::Pair& pair,
                const Print& print) {
  const FinishedTable before(difference.before(), *pair.before);
  const FinishedTable after(difference.after(), *pair.after);
  const TableDifference rows(before, after);
  print(",\n      \"keys_differ\": " + std::string(rows.keys_differ() ? "true" : "false") +
        ",\n      \"columns_removed\": " + columns_json(rows.columns_removed()) +
        ",\n      \"columns_added\": " + columns_json(rows.columns_added()) +
        ",\n      \"columns_retyped\": " + columns_json(rows.columns_retyped()) +
        ",\n      \"rows\": [");
  bool is_first = true;
  rows.for_each_row([&](const RowDifference& row) {
    print((is_first ? "" : ",") + row_json(*pair.after, row));
    is_first = false;
    return true;
  });
  print("]");
}

void print_table(const ReportDifference& difference, const ReportDifference::Pair& pair,
                 const Print& print) {
  print("    {\n      \"name\": " + json_string(pair.after->name) +
        ",\n      \"rows_before\": " + std::to_string(pair.before->rows) +
        ",\n      \"rows_after\": " + std::to_string(pair.after->rows) +
        ",\n      \"definition_differs\": " + definitions_json(pair));
  print_rows(difference, pair, print);
  print("\n    }");
}

std::string report_json(const FinishedReport& report) {
  return "{\"path\": " + json_string(report.folder().string()) +
         ", \"version\": " + json_string(report.version()) +
         ", \"as_of\": " + (report.as_of().empty() ? "null" : json_string(report.as_of())) + "}";
}

}  // namespace

void print_json(const ReportDifference& difference, const Print& print) {
  const auto name = [](const TableEntry* table) { return json_string(table->name); };
  std::vector<std::string> equal;
  for (const auto& pair : difference.both()) {
    if (!pair.differs()) equal.push_back(pair.after->name);
  }
  print("{\n  \"hubcensus\": " + json_string(kReportFormat) + ",\n  \"before\": " +
        report_json(difference.before()) + ",\n  \"after\": " + report_json(difference.after()) +
        ",\n  \"differs\": " + (difference.differs() ? "true" : "false") +
        ",\n  \"tables_removed\": " + list_json(difference.removed(), name) +
        ",\n  \"tables_added\": " + list_json(difference.added(), name) +
        ",\n  \"tables_equal\": " + list_json(equal, json_string) + ",\n  \"tables\": [");
  bool is_first = true;
  for (const auto& pair : difference.both()) {
    if (!pair.differs()) continue;
    print(is_first ? "\n" : ",\n");
    print_table(difference, pair, print);
    is_first = false;
  }
  print("\n  ]\n}\n");
}

}  // namespace hubcensus
