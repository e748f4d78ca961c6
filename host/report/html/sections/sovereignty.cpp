#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "host/catalog/country_code.hpp"
#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr size_t kMost = 15;
constexpr size_t kMatrix = 12;

// The countries with most requests, by their users or to their models.
std::map<std::string, uint64_t> matrix_countries(const TableReader& reader,
                                                 const std::vector<size_t>& rows) {
  std::map<std::string, uint64_t> totals;
  for (const size_t row : rows) {
    const uint64_t downloads = reader.integer("downloads", row).value_or(0);
    for (const char* column : {"user_country", "developer_country"}) {
      const std::string country = label_of(reader, column, row);
      if (is_country_code(country)) totals[country] += downloads;
    }
  }
  while (totals.size() > kMatrix) {
    totals.erase(std::min_element(totals.begin(), totals.end(), [](const auto& a, const auto& b) {
      return a.second < b.second;
    }));
  }
  return totals;
}

void say_home(const Census& census, Sentence& finding) {
  const auto home = find_window(census, "usage_matrix_home");
  const auto all =
      home ? home->reader.row({{"window", home->window}, {"country", "(all)"}}) : std::nullopt;
  if (!all) return;
  finding.number(percent_text(home->reader.real("home_share", *all)))
      .text(" of the requests go to models of the user's own country, where ")
      .number(percent_text(home->reader.real("expected_share", *all)))
      .text(" would if use knew no borders: ")
      .number(fixed_text(home->reader.real("excess", *all), 2))
      .text(" times as many.");
}

}  // namespace

void tell_sovereignty(const Census& census, Section& section) {
  const auto from = find_window(census, "sovereignty");
  if (!from) return;
  const TableReader& reader = from->reader;
  std::vector<size_t> rows;
  for (const size_t row : reader.rows({{"window", from->window}})) {
    if (is_country_code(text_of(reader, "country", row))) rows.push_back(row);
  }
  rows = ranked(reader, std::move(rows), "downloads", kMost);
  if (rows.empty()) return;
  section.finding.text("In ")
      .number(country_name(text_of(reader, "country", rows[0])))
      .text(", the most downloaded country, ")
      .number(with_separators(reader.integer("accounts", rows[0])))
      .text(" accounts have models, and ")
      .name(text_of(reader, "top_account", rows[0]))
      .text(" draws ")
      .number(percent_text(reader.real("top_account_share", rows[0])))
      .text(" of its downloads (" + window_words(from->window) + ").");
  Json values = Json::array();
  for (const size_t row : rows) {
    const std::string label = country_name(label_of(reader, "country", row));
    const auto downloads = static_cast<double>(reader.integer("downloads", row).value_or(0));
    const double top = downloads * reader.real("top_account_share", row).value_or(0);
    values.push_back({{"label", label}, {"series", "its leading account"}, {"x", top}});
    values.push_back({{"label", label}, {"series", "all its others"}, {"x", downloads - top}});
  }
  section.charts.push_back(bars("sovereignty", "Downloads by country, and of its first account",
                                std::move(values), {"its leading account", "all its others"},
                                {"downloads"}));
}

void tell_usage_matrix(const Census& census, Section& section) {
  say_home(census, section.finding);
  const auto from = find_window(census, "usage_matrix");
  if (!from) return;
  const auto rows = from->reader.rows({{"window", from->window}});
  const auto countries = matrix_countries(from->reader, rows);
  Json values = Json::array();
  for (const size_t row : rows) {
    const std::string user = label_of(from->reader, "user_country", row);
    const std::string developer = label_of(from->reader, "developer_country", row);
    if (!countries.contains(user) || !countries.contains(developer)) continue;
    values.push_back({{"row", user},
                      {"column", developer},
                      {"value", number_of(from->reader.real("row_share", row))}});
  }
  if (values.empty()) return;
  section.charts.push_back(heat_map("usage_matrix", "Whose models the users of a country request",
                                    std::move(values), "users of", "models of",
                                    {"share of the users' requests", true}));
}

}  // namespace hubcensus
