#include "host/ingest/wanted_columns.hpp"

#include <set>

#include "host/ingest/records/record_layout.hpp"

namespace hubcensus {

std::vector<std::string> renamable_columns() {
  std::set<std::string> names(kModelColumnNames.begin(), kModelColumnNames.end());
  names.insert(kModelCsvColumnNames.begin(), kModelCsvColumnNames.end());
  names.insert(kCompanyColumnNames.begin(), kCompanyColumnNames.end());
  const auto records = record_column_names();
  names.insert(records.begin(), records.end());
  return {names.begin(), names.end()};
}

}  // namespace hubcensus
