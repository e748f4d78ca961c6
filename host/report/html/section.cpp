#include "host/report/html/section.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "host/report/summary/number_text.hpp"
#include "host/report/summary/sections.hpp"
#include "host/report/text_safety.hpp"

namespace hubcensus {
namespace {

struct CountryName {
  std::string_view code;
  std::string_view name;
};
// Those that a census names most; any other shows as its code.
constexpr std::array<CountryName, 44> kCountries = {{
    {"AE", "United Arab Emirates"}, {"AR", "Argentina"},   {"AT", "Austria"},
    {"AU", "Australia"},            {"BE", "Belgium"},     {"BR", "Brazil"},
    {"CA", "Canada"},               {"CH", "Switzerland"}, {"CL", "Chile"},
    {"CN", "China"},                {"CZ", "Czechia"},     {"DE", "Germany"},
    {"DK", "Denmark"},              {"EG", "Egypt"},       {"ES", "Spain"},
    {"FI", "Finland"},              {"FR", "France"},      {"GB", "United Kingdom"},
    {"HK", "Hong Kong"},            {"ID", "Indonesia"},   {"IE", "Ireland"},
    {"IL", "Israel"},               {"IN", "India"},       {"IR", "Iran"},
    {"IT", "Italy"},                {"JP", "Japan"},       {"KR", "South Korea"},
    {"MX", "Mexico"},               {"MY", "Malaysia"},    {"NG", "Nigeria"},
    {"NL", "Netherlands"},          {"NO", "Norway"},      {"PL", "Poland"},
    {"PT", "Portugal"},             {"RU", "Russia"},      {"SA", "Saudi Arabia"},
    {"SE", "Sweden"},               {"SG", "Singapore"},   {"TR", "Turkey"},
    {"TW", "Taiwan"},               {"UA", "Ukraine"},     {"US", "United States"},
    {"VN", "Vietnam"},              {"ZA", "South Africa"},
}};

}  // namespace

std::optional<WindowSource> find_window(const Census& census, std::string_view name) {
  for (const Table& table : census.tables) {
    if (table.name() != name) continue;
    std::string window = summary_window(table);
    if (!window.empty()) return WindowSource{TableReader(table), std::move(window)};
  }
  return std::nullopt;
}

std::string window_words(std::string_view window) {
  if (window == "all") return "over all records";
  if (window == "lifetime") return "by the dump's counters of all time";
  if (window == "last-30-days") return "by the dump's counters of the last 30 days";
  return "in the window " + std::string(window);
}

std::vector<size_t> ranked(const TableReader& reader, std::vector<size_t> rows,
                           std::string_view column, size_t most) {
  std::stable_sort(rows.begin(), rows.end(), [&](size_t left, size_t right) {
    return reader.integer(column, left).value_or(0) > reader.integer(column, right).value_or(0);
  });
  if (rows.size() > most) rows.resize(most);
  return rows;
}

Json month_shares(const TableReader& reader, const std::vector<TableReader::Match>& matches,
                  std::string_view key, const SeriesNames& named) {
  const bool has_other = std::find(named.begin(), named.end(), "other") != named.end();
  std::map<std::string, double> others;
  Json rows = Json::array();
  const auto add = [&rows](const std::string& month, const std::string& name, double share) {
    rows.push_back({{"x", first_day(month)}, {"period", month}, {"series", name}, {"y", share}});
  };
  for (const size_t row : reader.rows(matches)) {
    const std::string month = text_of(reader, "window", row);
    const std::string name = label_of(reader, key, row);
    const double share = reader.real("share", row).value_or(0);
    if (std::find(named.begin(), named.end(), name) != named.end()) {
      add(month, name, share);
    } else {
      others[month] += share;
    }
  }
  if (!has_other) return rows;
  for (const auto& [month, share] : others) add(month, "other", share);
  return rows;
}

std::string text_of(const TableReader& reader, std::string_view column, size_t row) {
  return std::string(reader.text(column, row).value_or(kNoNumber));
}

std::string label_of(const TableReader& reader, std::string_view column, size_t row) {
  return terminal_text(text_of(reader, column, row));
}

Json number_of(const std::optional<uint64_t>& value) { return value ? Json(*value) : Json(); }

Json number_of(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

std::string country_name(std::string_view code) {
  for (const CountryName& country : kCountries) {
    if (country.code == code) return std::string(country.name) + " (" + std::string(code) + ")";
  }
  return std::string(code);
}

}  // namespace hubcensus
