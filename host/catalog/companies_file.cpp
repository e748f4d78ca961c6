#include "host/catalog/companies_file.hpp"

#include <initializer_list>
#include <set>

#include "host/ingest/identifier.hpp"
#include "host/ingest/text/ascii_lower.hpp"
#include "host/ingest/text/csv_file.hpp"
#include "host/ingest/text/parse_integer.hpp"
#include "host/ingest/wanted_columns.hpp"

namespace hubcensus {
namespace {

constexpr std::string_view kCompanyColumn = kCompanyColumnNames[0];
constexpr std::string_view kWebsiteColumn = kCompanyColumnNames[1];
constexpr std::string_view kRankColumn = kCompanyColumnNames[2];

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

class CompaniesReader {
 public:
  CompaniesReader(const std::string& path, const ColumnMap& columns, const TextLimits& limits)
      : path_(path), columns_(columns), file_(path, limits) {
    for (const std::string& name : file_.names()) lower_names_.push_back(ascii_lower(name));
    company_ = column(kCompanyColumn, {"company", "company name", "company_name", "name"});
    website_ = column(kWebsiteColumn, {"website", "url", "domain", "web", "homepage"});
    rank_ = column(kRankColumn, {"rank", "ranking", "position"});
    if (!company_) columns.require(kCompanyColumn, file_.names(), path);
  }

  HubListReport read(std::vector<Company>& companies) {
    for (const auto& [name, found] : {std::pair(kWebsiteColumn, website_), {kRankColumn, rank_}}) {
      if (!found) report_.missing_columns.emplace_back(name);
    }
    while (file_.next(fields_)) {
      ++report_.rows_read;
      if (const char* reason = fault()) {
        ++report_.rejected[reason];
        continue;
      }
      ++report_.rows_accepted;
      companies.push_back({std::string(cell(company_)), std::string(cell(website_)), rank()});
    }
    report_.hash = file_.text().content_hash();
    report_.bytes = file_.text().file_bytes();
    return std::move(report_);
  }

 private:
  // The column that --column names, else the first of the usual names.
  std::optional<size_t> column(std::string_view wanted,
                               std::initializer_list<const char*> usual) const {
    if (const auto found = columns_.find_if_there(wanted, file_.names(), path_)) return found;
    for (const char* name : usual) {
      for (size_t i = 0; i < lower_names_.size(); ++i) {
        if (lower_names_[i] == name) return i;
      }
    }
    return std::nullopt;
  }

  std::string_view cell(const std::optional<size_t>& column) const {
    return column ? trimmed(fields_[*column]) : std::string_view();
  }

  // Why the row is none; a null pointer where it is one.
  const char* fault() {
    if (file_.malformed()) return "malformed_row";
    if (fields_.size() != file_.names().size()) return "wrong_field_count";
    const std::string_view name = cell(company_);
    if (name.empty()) return "missing_company";
    if (!valid_id(name)) return "invalid_company";
    return names_.emplace(name).second ? nullptr : "repeated_company";
  }

  std::optional<uint64_t> rank() {
    const std::string_view text = cell(rank_);
    const auto rank = parse_integer<int64_t>(text);
    if (rank && *rank >= 0) return static_cast<uint64_t>(*rank);
    if (!text.empty()) ++report_.invalid_cells[std::string(kRankColumn)];
    return std::nullopt;
  }

  std::string path_;
  const ColumnMap& columns_;
  CsvFile file_;
  std::vector<std::string> lower_names_;
  std::optional<size_t> company_;
  std::optional<size_t> website_;
  std::optional<size_t> rank_;
  std::vector<std::string_view> fields_;
  std::set<std::string> names_;
  HubListReport report_;
};

}  // namespace

HubListReport read_companies_file(const std::string& path, const ColumnMap& columns,
                                  std::vector<Company>& companies, const TextLimits& limits) {
  return CompaniesReader(path, columns, limits).read(companies);
}

}  // namespace hubcensus
