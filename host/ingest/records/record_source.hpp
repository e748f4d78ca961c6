// A file of download records, cut into units that any thread may read in any order.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "host/ingest/column_map.hpp"
#include "host/ingest/records/record_block.hpp"
#include "host/ingest/records/record_layout.hpp"

namespace hubcensus {

// What a reader needs beside its file; all references outlive the reading.
struct RecordContext {
  ModelResolver& resolver;
  Fold& fold;
  DayRange range;
  MemoryBudget& budget;
  void (*between_blocks)() = [] {};  // may throw to stop the reading
};

// What the keys of snapshots must be, for messages.
inline constexpr const char* kTextOfSnapshots = "text, as snapshots name their repositories";

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  virtual const std::string& path() const = 0;
  virtual int64_t bytes() const = 0;
  // How many units the file has: row groups, or ranges of lines.
  virtual int64_t units() const = 0;
  // Rows where the file says so, else -1.
  virtual int64_t rows() const = 0;
  // First and last day where the file's statistics tell; none where they do not.
  virtual std::optional<DayRange> day_statistics() const = 0;
  virtual const RecordLayout& layout() const = 0;
  // Columns without which the file has nothing to tell: then it has no unit. The manifest names
  // them.
  virtual std::vector<std::string> missing_columns() const { return {}; }
  // Of snapshots: whether a row may lack an `_id`, so that its id alone names the model.
  virtual bool may_lack_object_ids() const { return true; }
  // The name of the column that the records name their model by.
  virtual const std::string& key_column() const = 0;
  virtual bool has_integer_keys() const = 0;
  // What a thread that reads it holds beside its unit; of compressed texts alone.
  virtual int64_t stream_bytes() const { return 0; }
  // A hash of the content: Parquet: of the footer; text: of all bytes, once all units were read.
  virtual std::string hash() const = 0;
  // About how much work a unit is, in bytes; known without reading it.
  virtual int64_t unit_bytes(int64_t unit) const = 0;
  // What the unit is by its content, never by its path: Parquet: the footer's hash and the number
  // of the row group; plain text: a hash of the header and the range; compressed text: a hash of
  // the file. Reads what it hashes. Thread-safe.
  virtual std::string unit_key(int64_t unit) const = 0;
  // Folds one unit. Thread-safe for different units. Throws Error(invalid_input) where the file is
  // broken; rows that are wrong are counted.
  virtual RecordCounts read(int64_t unit, const RecordContext& context) const = 0;
};

std::unique_ptr<RecordSource> open_record_parquet(const std::filesystem::path& path,
                                                  const ColumnMap& columns,
                                                  const RecordOptions& options);
std::unique_ptr<RecordSource> open_record_csv(const std::filesystem::path& path,
                                              const ColumnMap& columns,
                                              const RecordOptions& options);
// By the file's first bytes.
std::unique_ptr<RecordSource> open_records(const std::filesystem::path& path,
                                           const ColumnMap& columns, const RecordOptions& options);

}  // namespace hubcensus
