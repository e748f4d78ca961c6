// What a reader of a models dump says about it, whatever the format. It holds no rows: these went
// to the ModelSink. Invariant: rows_read == rows_accepted + all of `rejected`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hubcensus {

struct ModelsDumpReport {
  int64_t rows_read = 0;
  int64_t rows_accepted = 0;
  // By reason: invalid_id, malformed_row, wrong_field_count.
  std::map<std::string, int64_t> rejected;
  // By wanted column: cells of accepted rows that are no value of it, and count as unknown.
  std::map<std::string, int64_t> invalid_cells;
  std::vector<std::string> missing_optional_columns;
  bool has_created = false;
  bool has_downloads_30_days = false;
  bool has_downloads_all_time = false;
  bool has_object_id = false;
  bool has_integer_id = false;
  std::string hash;   // of the file: 32 hexadecimal digits
  int64_t bytes = 0;  // of the file, as it lies on the disk
};

}  // namespace hubcensus
