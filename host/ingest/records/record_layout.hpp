// Which columns of a file of download records mean what, and so of which kind it is: by its names
// alone, or forced by --downloads-kind. It refuses to mix: a file is of one kind, and one that
// could be read in two ways is read as its names say, never as its values look. Invariant: the
// columns that the kind cannot do without are there.
//
//   daily       a key, date | timestamp, downloads; Publisher Analytics adds repoType and total
//   requests    repoName, timestamp, status, method, repoType; country where it is there
//   rolling30   a key, date, downloads_30d (forced: also downloads)
//   cumulative  `_id` and id, downloadsAllTime; a dump of one day, or with a column date
//
// A key is `_id` where the catalogue knows `_id`s, else model_id, repoName or id; beside `_id` an
// id names the models that the dump lacks. A file without a date column is a dated dump: all its
// rows are of one day, that of --snapshot-date or of its path.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/ingest/column_map.hpp"
#include "host/ingest/text/text_file.hpp"
#include "kernels/calendar.hpp"
#include "kernels/record_kind.hpp"

namespace hubcensus {

// What the command line says of all record files.
struct RecordOptions {
  std::optional<RecordKind> kind{};             // --downloads-kind
  std::map<std::string, Day> snapshot_dates{};  // --snapshot-date, by path
  bool with_object_id = false;                  // the catalogue knows `_id`s
  TextLimits limits{};
};

// Indices among the file's names; none where the file has no such column or its kind needs none.
struct RecordLayout {
  RecordKind kind = RecordKind::daily;
  std::optional<size_t> id;         // "account/name", or the integer `model_id` of the dump
  std::optional<size_t> object_id;  // `_id`
  std::optional<size_t> date;       // none: all rows are of `snapshot_day`
  std::optional<size_t> value;      // downloads or a counter; none: each row is one download, or an
                                    // early dump lacks the counter and has nothing to tell
  std::optional<size_t> repo_type;
  std::optional<size_t> total;  // of Publisher Analytics
  std::optional<size_t> status;
  std::optional<size_t> method;
  std::optional<size_t> country;
  std::optional<Day> snapshot_day;

  // The column that the records name their model by: `_id` before `id`.
  size_t key() const { return object_id ? *object_id : *id; }
  bool is_dump() const { return !date.has_value(); }
  // An early dump.
  bool lacks_counter() const { return kind == RecordKind::cumulative && !value; }
  // A dump, or many in one table: what an id means may only be known when all were read.
  bool is_of_snapshots() const { return kind == RecordKind::cumulative || is_dump(); }
  // Whether rows may name their model by `_id` and id at once.
  bool names_repositories() const { return is_of_snapshots() || (object_id && id); }
};

// Throws Error(invalid_input) where a column is missing, naming it and the nearest, or where a
// dated dump has no date; Error(usage) where --snapshot-date gives one to a file with a date
// column.
RecordLayout find_record_layout(std::span<const std::string> names, const ColumnMap& columns,
                                const RecordOptions& options, const std::string& path);

// The last YYYY-MM-DD in the path that is a date; none where there is none.
std::optional<Day> day_in_path(std::string_view path);

// All names that a record file's columns may have, each once: what --column may rename.
std::span<const std::string_view> record_column_names();

}  // namespace hubcensus
