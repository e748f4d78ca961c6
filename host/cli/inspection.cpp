#include "host/cli/inspection.hpp"

#include "host/report/json_text.hpp"
#include "host/report/summary/number_text.hpp"
#include "host/report/summary/text_grid.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

constexpr size_t kLabelColumns = 14;

std::string line(const std::string& label, const std::string& text) {
  std::string out;
  for (const std::string& part : wrap_text(text, kTextColumns - kLabelColumns)) {
    std::string head = out.empty() ? "  " + label : "";
    head.resize(kLabelColumns, ' ');
    out += head + part + "\n";
  }
  return out;
}

std::string rows_text(const Inspection& inspection) {
  std::string rows = inspection.rows ? with_separators(static_cast<uint64_t>(*inspection.rows))
                                     : "not counted: the file is large and does not say";
  if (inspection.row_groups < 0) return rows;
  return rows + " in " + with_separators(static_cast<uint64_t>(inspection.row_groups)) +
         " row group" + (inspection.row_groups == 1 ? "" : "s");
}

std::string text_of(const std::vector<MissingColumn>& missing) {
  std::string text;
  for (const auto& [name, is_required, hint, is_renamable] : missing) {
    text +=
        line(is_required ? "required" : "not there",
             name + hint + (is_renamable ? "; --column " + name + "=ACTUAL names another" : ""));
  }
  return text;
}

std::string table_text(const Inspection& inspection) {
  TextGrid grid(inspection.headers, 3);
  for (const InspectionColumn& column : inspection.shown_columns) {
    grid.add({column.name, column.about,
              column.used_as.empty() ? "ignored" : "used as " + column.used_as});
  }
  return "\n" + grid.text();
}

Json missing_json(const std::vector<MissingColumn>& missing) {
  Json list = Json::array();
  for (const MissingColumn& column : missing) {
    list.push_back({{"name", column.name}, {"required", column.is_required}});
  }
  return list;
}

Json columns_json(const Inspection& inspection) {
  Json columns = Json::array();
  for (const InspectionColumn& column : inspection.columns) {
    columns.push_back({{"name", column.name},
                       {inspection.headers[1], column.about},
                       {"used_as", column.used_as.empty() ? Json() : Json(column.used_as)}});
  }
  return columns;
}

Json json_of(const Inspection& inspection) {
  Json notes = Json::array();
  for (const auto& [label, text] : inspection.notes) {
    notes.push_back({{"about", label}, {"text", text}});
  }
  Json others = Json::array();
  for (const OtherKind& other : inspection.others) {
    others.push_back(
        {{"kind", other.name}, {"flag", other.flag}, {"missing", missing_json(other.missing)}});
  }
  return {{"file", inspection.path},
          {"kind", inspection.kind},
          {"flag", inspection.flag.empty() ? Json() : Json(inspection.flag)},
          {"format", inspection.format},
          {"compression", inspection.compression},
          {"bytes", inspection.bytes},
          {"rows", inspection.rows ? Json(*inspection.rows) : Json()},
          {"row_groups", inspection.row_groups < 0 ? Json() : Json(inspection.row_groups)},
          {"notes", notes},
          {"columns", columns_json(inspection)},
          {"missing", missing_json(inspection.missing)},
          {"other_kinds", others}};
}

}  // namespace

std::string to_text(const Inspection& inspection) {
  const std::string flag = inspection.flag.empty() ? "" : " (" + inspection.flag + ")";
  std::string text =
      fit_columns(inspection.path, kTextColumns) + "\n" +
      line("kind", inspection.kind + flag + ": " + inspection.reason) +
      line("format", inspection.format + ", compression " + inspection.compression) +
      line("size", with_separators(static_cast<uint64_t>(inspection.bytes)) + " bytes");
  if (inspection.has_rows) text += line("rows", rows_text(inspection));
  for (const auto& [label, note] : inspection.notes) text += line(label, note);
  text += table_text(inspection) + text_of(inspection.missing);
  for (const OtherKind& other : inspection.others) {
    text += "\n  as " + other.name + " (" + other.flag + ")\n" + text_of(other.missing);
  }
  return text;
}

std::string to_json(const std::vector<Inspection>& inspections) {
  Json list = Json::array();
  for (const Inspection& inspection : inspections) list.push_back(json_of(inspection));
  return json_text(list);
}

}  // namespace hubcensus
