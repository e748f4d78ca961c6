#include "host/catalog/champions_file.hpp"

#include <algorithm>

#include "host/catalog/country_code.hpp"
#include "host/ingest/column_map.hpp"
#include "host/ingest/identifier.hpp"
#include "host/ingest/text/csv_file.hpp"
#include "host/ingest/text/quoted_text.hpp"
#include "kernels/error.hpp"

namespace hubcensus {
namespace {

[[noreturn]] void refuse(const std::string& path, int64_t line, const std::string& fault) {
  throw Error(ErrorKind::invalid_input,
              fault + " in " + quoted_text(path) + ", line " + std::to_string(line) +
                  "; a row is a country of two capital letters and the account that it names");
}

}  // namespace

HubListReport read_champions_file(const std::string& path, std::vector<Champion>& champions,
                                  const TextLimits& limits) {
  CsvFile file(path, limits);
  const size_t country = ColumnMap().require("country", file.names(), path);
  const size_t account = ColumnMap().require("account", file.names(), path);
  HubListReport report;
  std::vector<std::string_view> fields;
  while (file.next(fields)) {
    ++report.rows_read;
    if (file.malformed() || fields.size() != file.names().size()) {
      refuse(path, file.line(), "malformed row");
    }
    const std::string_view code = fields[country];
    if (!is_country_code(code)) {
      refuse(path, file.line(), "unknown country " + quoted_text(code));
    }
    if (!valid_id(fields[account])) refuse(path, file.line(), "invalid account");
    champions.push_back({std::string(code), std::string(fields[account])});
  }
  std::sort(champions.begin(), champions.end());
  champions.erase(std::unique(champions.begin(), champions.end()), champions.end());
  report.rows_accepted = report.rows_read;
  report.hash = file.text().content_hash();
  report.bytes = file.text().file_bytes();
  return report;
}

}  // namespace hubcensus
