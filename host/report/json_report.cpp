#include "host/report/json_report.hpp"

#include <string>

#include "host/interrupt.hpp"
#include "host/report/csv_writer.hpp"
#include "host/report/output_file.hpp"
#include "host/report/text_safety.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

std::string cell_json(const Column& column, size_t row) {
  if (!column.valid[row]) return "null";
  switch (column.type) {
    case ColumnType::text:
      return json_string(column.texts[row]);
    case ColumnType::integer:
      return std::to_string(column.integers[row]);
    case ColumnType::wide:
      return '"' + to_decimal(column.wides[row]) + '"';
    case ColumnType::real:
      return real_text(column.reals[row]);
    case ColumnType::boolean:
      return column.booleans[row] ? "true" : "false";
  }
  throw Error(ErrorKind::internal, "a column has no type");
}

std::string day_json(std::optional<Day> day) { return day ? json_string(day_name(*day)) : "null"; }

std::string range_json(const std::optional<RecordRange>& range) {
  if (!range) return "null";
  return "{\"first\": " + day_json(range->first) + ", \"last\": " + day_json(range->last) + "}";
}

void write_columns(const Table& table, OutputFile& file) {
  bool is_first = true;
  for (const auto& column : table.columns()) {
    file.write(is_first ? "\n        " : ",\n        ");
    file.write("{\"name\": " + json_string(column->name) + ", \"type\": \"");
    file.write(type_name(column->type));
    file.write(column->is_key ? "\", \"key\": true}" : "\", \"key\": false}");
    is_first = false;
  }
}

void write_rows(const Table& table, OutputFile& file) {
  const auto rows = static_cast<size_t>(table.rows());
  for (size_t row = 0; row < rows; ++row) {
    check_interrupted();
    file.write(row == 0 ? "\n        [" : ",\n        [");
    bool is_first = true;
    for (const auto& column : table.columns()) {
      if (!is_first) file.write(", ");
      file.write(cell_json(*column, row));
      is_first = false;
    }
    file.write("]");
  }
}

void write_table(const Table& table, OutputFile& file) {
  table.check_lengths();
  file.write("    {\n      \"name\": " + json_string(table.name()));
  file.write(",\n      \"question\": " + json_string(table.question()));
  file.write(",\n      \"definition\": " + json_string(table.definition()));
  file.write(",\n      \"columns\": [");
  write_columns(table, file);
  file.write("\n      ],\n      \"rows\": [");
  write_rows(table, file);
  file.write("\n      ]\n    }");
}

}  // namespace

void write_json_report(std::span<const Table> tables, const RunManifest& manifest,
                       const std::filesystem::path& path) {
  OutputFile file(path);
  file.write("{\n  \"hubcensus\": " + json_string(kReportFormat));
  file.write(",\n  \"version\": " + json_string(manifest.version));
  file.write(",\n  \"as_of\": " + day_json(manifest.as_of));
  file.write(",\n  \"record_range\": " + range_json(manifest.record_range));
  file.write(",\n  \"tables\": [");
  bool is_first = true;
  for (const Table& table : tables) {
    file.write(is_first ? "\n" : ",\n");
    write_table(table, file);
    is_first = false;
  }
  file.write("\n  ]\n}\n");
  file.close();
}

}  // namespace hubcensus
