// What `hubcensus inspect` found out of a file, to be told as text or as JSON. A plain record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hubcensus {

// Such as "days", "2024-01-01 to 2024-02-01".
struct InspectionNote {
  std::string label;
  std::string text;
};

struct InspectionColumn {
  std::string name;
  std::string about;    // its type; of JSON objects, in how many of them it is
  std::string used_as;  // empty: ignored
};

struct MissingColumn {
  std::string name;
  bool is_required = false;
  std::string hint;  // of what may be meant; empty: nothing near
  bool is_renamable = true;
};

// A kind that the file lacks columns to be.
struct OtherKind {
  std::string name;
  std::string flag;
  std::vector<MissingColumn> missing;
};

struct Inspection {
  std::string path;
  std::string kind;    // "unknown" where it is none
  std::string flag;    // by which report takes it
  std::string reason;  // by what the kind is known, or what it lacks
  std::string format;
  std::string compression;
  int64_t bytes = 0;
  std::optional<int64_t> rows;
  int64_t row_groups = -1;  // -1: not Parquet
  bool has_rows = true;     // else objects of JSON were looked at
  std::vector<InspectionNote> notes;
  std::vector<std::string> headers = {"column", "type", "use"};
  std::vector<InspectionColumn> columns;        // each
  std::vector<InspectionColumn> shown_columns;  // those of many leaves joined, for people
  std::vector<MissingColumn> missing;
  std::vector<OtherKind> others;
};

// Of at most 100 columns a line.
std::string to_text(const Inspection& inspection);
// A list of one object for each.
std::string to_json(const std::vector<Inspection>& inspections);

}  // namespace hubcensus
