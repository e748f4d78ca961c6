#include "host/report/finished_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "host/report/csv_line.hpp"
#include "host/report/digest.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr size_t kMaxManifestBytes = size_t{1} << 30;

[[noreturn]] void refuse_manifest(const fs::path& folder, const std::string& why) {
  throw Error(ErrorKind::invalid_input,
              "no sound report: " + (folder / kManifestName).string() + " " + why);
}

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

ColumnEntry column_of(const Json& json) {
  const auto type = parse_column_type(json.at("type").get<std::string>());
  if (!type) throw std::invalid_argument("has a column of no known type");
  return {json.at("name").get<std::string>(), *type, json.at("key").get<bool>()};
}

TableEntry table_of(const Json& json) {
  TableEntry table;
  table.name = json.at("name").get<std::string>();
  if (!is_plain_name(table.name)) throw std::invalid_argument("has a table whose name is no name");
  table.rows = json.at("rows").get<int64_t>();
  table.digest = json.at("digest").get<std::string>();
  table.definition = json.at("definition").get<std::string>();
  for (const Json& column : json.at("columns")) table.columns.push_back(column_of(column));
  const auto is_key = [](const ColumnEntry& column) { return column.is_key; };
  if (table.columns.empty() ||
      !std::is_partitioned(table.columns.begin(), table.columns.end(), is_key)) {
    throw std::invalid_argument("has a table whose key columns do not come first");
  }
  return table;
}

FileEntry file_of(const Json& json) {
  FileEntry file{json.at("path").get<std::string>(), json.at("bytes").get<uint64_t>(),
                 json.at("digest").get<std::string>()};
  if (!stays_inside(file.path)) throw std::invalid_argument("names a file outside the folder");
  return file;
}

// The digest of a table is that of its CSV, which is one of the files.
void check_agreement(const std::vector<TableEntry>& tables, const std::vector<FileEntry>& files) {
  std::set<std::string_view> names;
  for (const TableEntry& table : tables) {
    const std::string path = "tables/" + table.name + ".csv";
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const FileEntry& entry) { return entry.path == path; });
    if (!names.insert(table.name).second || file == files.end() || file->digest != table.digest) {
      throw std::invalid_argument("contradicts itself on table '" + table.name + "'");
    }
  }
}

Json read_manifest(const fs::path& folder) {
  const MappedFile file((folder / kManifestName).string());
  if (file.bytes().size() > kMaxManifestBytes) refuse_manifest(folder, "is too large for one");
  Json json = Json::parse(file.bytes(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("hubcensus") || !json["hubcensus"].is_string()) {
    refuse_manifest(folder, "is none of hubcensus");
  }
  if (json["hubcensus"] != kReportFormat) {
    refuse_manifest(folder, "is of form " + json["hubcensus"].get<std::string>() + ", not " +
                                std::string(kReportFormat));
  }
  return json;
}

}  // namespace

FinishedReport::FinishedReport(fs::path folder) : folder_(std::move(folder)) {
  const Json json = read_manifest(folder_);
  try {
    version_ = json.at("version").get<std::string>();
    if (!json.at("as_of").is_null()) as_of_ = json.at("as_of").get<std::string>();
    for (const Json& table : json.at("tables")) tables_.push_back(table_of(table));
    for (const Json& file : json.at("files")) files_.push_back(file_of(file));
    check_agreement(tables_, files_);
  } catch (const Json::exception& error) {
    refuse_manifest(folder_, std::string("lacks what it must say: ") + error.what());
  } catch (const std::invalid_argument& error) {
    refuse_manifest(folder_, error.what());
  }
}

const TableEntry* FinishedReport::find(std::string_view table) const {
  const auto found = std::find_if(tables_.begin(), tables_.end(),
                                  [&](const TableEntry& entry) { return entry.name == table; });
  return found == tables_.end() ? nullptr : &*found;
}

FinishedTable::FinishedTable(const FinishedReport& report, const TableEntry& entry)
    : entry_(entry), file_((report.folder() / "tables" / (entry.name + ".csv")).string()) {
  const std::string_view bytes = file_.bytes();
  const auto refuse_file = [&] {
    throw Error(ErrorKind::invalid_input,
                "not the file that its manifest tells of: " +
                    (report.folder() / "tables" / (entry.name + ".csv")).string() +
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
