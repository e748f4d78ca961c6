#include "host/ingest/wanted_columns.hpp"

#include <set>

#include "host/ingest/records/record_source.hpp"

namespace hubcensus {

std::vector<std::string> renamable_columns() {
  std::set<std::string> names(kModelColumnNames.begin(), kModelColumnNames.end());
  names.insert(kModelCsvColumnNames.begin(), kModelCsvColumnNames.end());
  const auto keys = key_column_names(/*with_object_id=*/true);
  names.insert(keys.begin(), keys.end());
  names.emplace(kRecordDate);
  names.emplace(kRecordDownloads);
  return {names.begin(), names.end()};
}

}  // namespace hubcensus
