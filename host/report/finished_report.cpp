#include "host/report/finished_report.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "host/report/csv_line.hpp"
#include "host/report/digest.hpp"
#include "host/report/json_file.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;

bool is_plain_name(const std::string& name) {
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

bool stays_inside(const std::string& text) {
  const fs::path path(text);
  if (text.empty() || path.is_absolute() || text.find('\0') != std::string::npos) return false;
  return std::none_of(path.begin(), path.end(), [](const fs::path& part) {
    return part.empty() || part == "." || part == "..";
  });
}

ColumnEntry column_of(const JsonPart& json) {
  const auto type = parse_column_type(json.text("type"));
  if (!type) json.refuse("type", "is no known type");
  return {json.text("name"), *type, json.flag("key")};
}

TableEntry table_of(const JsonPart& json) {
  TableEntry table;
  table.name = json.text("name");
  if (!is_plain_name(table.name)) json.refuse("name", "is no name of a table");
  table.rows = static_cast<int64_t>(json.count("rows"));
  table.digest = json.text("digest");
  table.definition = json.text("definition");
  for (const JsonPart& column : json.list("columns")) table.columns.push_back(column_of(column));
  const auto is_key = [](const ColumnEntry& column) { return column.is_key; };
  if (table.columns.empty() ||
      !std::is_partitioned(table.columns.begin(), table.columns.end(), is_key)) {
    json.refuse("columns", "are none, or the key columns do not come first");
  }
  return table;
}

FileEntry file_of(const JsonPart& json) {
  FileEntry file{json.text("path"), json.count("bytes"), json.text("digest")};
  if (!stays_inside(file.path)) json.refuse("path", "leads outside the folder");
  return file;
}

// Each is named once, and the digest of a table is that of its CSV, which is one of the files.
void check_agreement(const JsonPart& json, const std::vector<TableEntry>& tables,
                     const std::vector<FileEntry>& files) {
  std::map<std::string_view, std::string_view> digests;
  for (const FileEntry& file : files) {
    if (!digests.emplace(file.path, file.digest).second) {
      json.refuse("files", "contradict themselves on '" + file.path + "'");
    }
  }
  std::set<std::string_view> names;
  for (const TableEntry& table : tables) {
    const auto csv = digests.find("tables/" + table.name + ".csv");
    if (!names.insert(table.name).second || csv == digests.end() || csv->second != table.digest) {
      json.refuse("tables", "contradict the files or themselves on '" + table.name + "'");
    }
  }
}

}  // namespace

FinishedReport::FinishedReport(fs::path folder) : folder_(std::move(folder)) {
  const JsonFile file(folder_ / kManifestName, "hubcensus");
  const JsonPart json = file.root();
  version_ = json.text("version");
  if (!json.is_null("as_of")) as_of_ = json.text("as_of");
  for (const JsonPart& table : json.list("tables")) tables_.push_back(table_of(table));
  for (const JsonPart& entry : json.list("files")) files_.push_back(file_of(entry));
  check_agreement(json, tables_, files_);
}

const TableEntry* FinishedReport::find(std::string_view table) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const TableEntry& entry) { return entry.name == table; });
  return found == tables_.end() ? nullptr : &*found;
}

fs::path FinishedReport::csv_path(const TableEntry& table) const {
  return folder_ / "tables" / (table.name + ".csv");
}

bool FinishedReport::has_csv(const TableEntry& table) const {
  std::error_code ignored;
  return fs::exists(csv_path(table), ignored);
}

FinishedTable::FinishedTable(const FinishedReport& report, const TableEntry& entry)
    : entry_(entry), file_(report.csv_path(entry).string()) {
  const std::string_view bytes = file_.bytes();
  const auto refuse_file = [&] {
    throw Error(ErrorKind::invalid_input,
                "not the file that its manifest tells of: " + report.csv_path(entry).string() +
                    "; hubcensus verify tells all that differ");
  };
  if (digest(bytes) != entry.digest || bytes.empty() || bytes.back() != '\n') refuse_file();
  for (size_t end = bytes.find('\n'); end != std::string_view::npos;
       end = bytes.find('\n', end + 1)) {
    line_begins_.push_back(end + 1);  // the first is that of the line behind the header
  }
  key_columns_ =
      static_cast<size_t>(std::count_if(entry.columns.begin(), entry.columns.end(),
                                        [](const ColumnEntry& column) { return column.is_key; }));
  const auto header = csv_cells(bytes.substr(0, line_begins_.front() - 1));
  const auto has_name = [](const FinishedCell& cell, const ColumnEntry& column) {
    return cell == column.name;
  };
  if (static_cast<int64_t>(rows()) != entry.rows || !header ||
      !std::equal(header->begin(), header->end(), entry.columns.begin(), entry.columns.end(),
                  has_name)) {
    refuse_file();
  }
}

std::string_view FinishedTable::line(size_t row) const {
  const size_t begin = line_begins_.at(row);
  return file_.bytes().substr(begin, line_begins_.at(row + 1) - 1 - begin);
}

std::string_view FinishedTable::key(size_t row) const {
  const std::string_view whole = line(row);
  FinishedCell cell;
  size_t position = 0;
  for (size_t column = 0; column < key_columns_; ++column) {
    if (column > 0) ++position;  // the comma
    if (!read_csv_cell(whole, position, cell)) refuse(row);
  }
  return whole.substr(0, position);
}

std::vector<FinishedCell> FinishedTable::cells(size_t row) const {
  auto cells = csv_cells(line(row));
  if (!cells || cells->size() != entry_.columns.size()) refuse(row);
  return *std::move(cells);
}

void FinishedTable::refuse(size_t row) const {
  throw Error(ErrorKind::invalid_input, "no row of table '" + entry_.name + "': line " +
                                            std::to_string(row + 2) + " of its CSV");
}

}  // namespace hubcensus
