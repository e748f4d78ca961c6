// A report that lies on disk: what its manifest says, and its tables row by row out of their CSV.
//
// The folder may come from anybody: names of tables are plain, paths stay inside the folder, and a
// CSV that is not the one the manifest was written for is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/ingest/text/mapped_file.hpp"
#include "host/report/manifest.hpp"

namespace hubcensus {

class FinishedReport {
 public:
  // Throws Error(missing_input) where there is no manifest.json, Error(invalid_input) where it is
  // not of this form or contradicts itself.
  explicit FinishedReport(std::filesystem::path folder);

  const std::filesystem::path& folder() const { return folder_; }
  const std::string& version() const { return version_; }  // of the program that wrote it
  const std::string& as_of() const { return as_of_; }      // empty where it has none
  const std::vector<TableEntry>& tables() const { return tables_; }
  const std::vector<FileEntry>& files() const { return files_; }
  const TableEntry* find(std::string_view table) const;  // null where there is none
  std::filesystem::path csv_path(const TableEntry& table) const;
  bool has_csv(const TableEntry& table) const;

 private:
  std::filesystem::path folder_;
  std::string version_;
  std::string as_of_;
  std::vector<TableEntry> tables_;
  std::vector<FileEntry> files_;
};

// A cell as the CSV has it, without quotes; none for null.
using FinishedCell = std::optional<std::string>;

// The rows stay in the file, which is mapped; eight bytes of memory a row.
class FinishedTable {
 public:
  // Throws Error(missing_input) where the CSV cannot be read, Error(invalid_input) where it is not
  // the one that the manifest tells of. `entry` is of `report`, and is to outlive the table.
  FinishedTable(const FinishedReport& report, const TableEntry& entry);

  const TableEntry& entry() const { return entry_; }
  size_t rows() const { return line_begins_.size() - 1; }

  // The row as it stands in the file: equal lines are equal rows.
  std::string_view line(size_t row) const;
  // The part of the line that the key columns take; in a table sorted by key it names one row, save
  // where two names differ in nothing that a CSV can show.
  std::string_view key(size_t row) const;
  // As many as there are columns.
  std::vector<FinishedCell> cells(size_t row) const;

 private:
  [[noreturn]] void refuse(size_t row) const;

  const TableEntry& entry_;
  MappedFile file_;
  size_t key_columns_ = 0;
  std::vector<size_t> line_begins_;  // of the rows, and the end of the last
};

}  // namespace hubcensus
