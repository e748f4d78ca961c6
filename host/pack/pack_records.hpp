// `hubcensus pack`: download records of any format as Parquet files laid out for the fold. A report
// of them is the report of the input: rows that it would reject whatever it is asked are left out
// and counted, all others are there, each as itself.
//
// It takes daily records and tables of rolling 30-day values. It refuses requests, whose users'
// countries a daily record cannot bear, dumps, whose models only all of them together name, and
// records with an `_id` beside the id.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "host/ingest/records/record_block.hpp"
#include "host/ingest/text/text_limits.hpp"
#include "host/pack/packed_file.hpp"

namespace hubcensus {

struct PackOptions {
  std::vector<std::string> downloads;   // files, folders or globs
  std::vector<std::string> files_from;  // lists of them
  std::optional<RecordKind> kind;
  std::vector<std::string> columns;  // WANTED=ACTUAL
  TextLimits limits;
  std::filesystem::path out;
  PackedCodec codec = PackedCodec::zstd;
  std::string temp_dir;      // empty: that of the system
  int64_t memory_limit = 0;  // bytes; 0: four fifths of what the job may use
  int threads = 0;           // 0: all cores
};

struct PackSeconds {
  double read = 0;
  double sort = 0;
  double write = 0;
};

struct PackedRecords {
  std::filesystem::path folder;
  RecordCounts counts;
  int64_t files_read = 0;
  int64_t bytes_read = 0;
  int64_t models = 0;
  bool has_integer_keys = false;
  int64_t files = 0;
  int64_t bytes = 0;
  int64_t spilled_bytes = 0;
  PackSeconds seconds;
};

PackedRecords pack_records(const PackOptions& options);

std::string to_text(const PackedRecords& packed);
std::string to_json(const PackedRecords& packed);

}  // namespace hubcensus
