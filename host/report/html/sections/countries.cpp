#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr size_t kCountries = 7;
constexpr size_t kMostEvents = 12;

std::vector<size_t> leading(const WindowSource& from) {
  std::vector<size_t> rows;
  for (const size_t row :
       from.reader.rows({{"window", from.window}, {"attribution", "account"}})) {
    if (is_country_code(from.reader.text("country", row).value_or(""))) rows.push_back(row);
  }
  return ranked(from.reader, std::move(rows), "downloads", kCountries);
}

void say(const WindowSource& from, const std::vector<size_t>& first, Sentence& finding) {
  if (first.empty()) return;
  const TableReader& reader = from.reader;
  finding.text("Models from ")
      .number(country_name(text_of(reader, "country", first[0])))
      .text(" draw ")
      .number(percent_text(reader.real("share", first[0])))
      .text(" of all downloads");
  if (first.size() > 1) {
    finding.text(", those from ")
        .number(country_name(text_of(reader, "country", first[1])))
        .text(" ")
        .number(percent_text(reader.real("share", first[1])));
  }
  const auto unknown = reader.row(
      {{"window", from.window}, {"attribution", "account"}, {"country", "unknown"}});
  if (unknown) {
    finding.text("; of ")
        .number(percent_text(reader.real("share", *unknown)))
        .text(" the country is not known");
  }
  finding.text(" (" + window_words(from.window) + ", by the account's country).");
}

// Downloads by month: the leading countries each, the others together, and the unknown.
Chart months(const WindowSource& from, const SeriesNames& countries) {
  const TableReader& reader = from.reader;
  Json rows = Json::array();
  std::string window;
  double others = 0;
  const auto end_month = [&] {
    if (!window.empty()) {
      rows.push_back(
          {{"x", first_day(window)}, {"period", window}, {"series", "other"}, {"y", others}});
    }
    others = 0;
  };
  for (const size_t row : reader.rows({{"grain", "month"}, {"attribution", "account"}})) {
    const std::string month = text_of(reader, "window", row);
    if (month != window) end_month();
    window = month;
    const std::string country = text_of(reader, "country", row);
    const double share = reader.real("share", row).value_or(0);
    if (std::find(countries.begin(), countries.end(), country) == countries.end()) {
      others += share;
      continue;
    }
    rows.push_back(
        {{"x", first_day(month)}, {"period", month}, {"series", country}, {"y", share}});
  }
  end_month();
  return time_bars("country_share", "Share of each month's downloads, by the account's country",
                   std::move(rows), countries, {"share of downloads", true});
}

// When the first and the second passed each other.
Json overtakes(const Census& census, const std::set<std::string>& pair) {
  Json events = Json::array();
  const auto reader = TableReader::find(census.tables, "country_share_overtakes");
  if (!reader) return events;
  for (const size_t row : reader->rows({{"attribution", "account"}})) {
    const std::string ahead = text_of(*reader, "country", row);
    const std::string behind = text_of(*reader, "overtaken", row);
    if (pair != std::set<std::string>{ahead, behind}) continue;
    const std::string period = text_of(*reader, "period", row);
    events.push_back({{"x", first_day(period)},
                      {"text", ahead + " passes " + behind + " (" +
                                   text_of(*reader, "measure", row) + ", " + period + ")"}});
  }
  if (events.size() > kMostEvents) events.erase(events.begin() + kMostEvents, events.end());
  return events;
}

}  // namespace

void tell_country_share(const Census& census, Section& section) {
  const auto from = find_window(census, "country_share");
  if (!from) return;
  const std::vector<size_t> first = leading(*from);
  say(*from, first, section.finding);
  SeriesNames series;
  for (const size_t row : first) series.push_back(text_of(from->reader, "country", row));
  std::set<std::string> pair;
  if (series.size() > 1) pair = {series[0], series[1]};
  for (const char* rest : {"other", "unknown"}) series.emplace_back(rest);
  if (from->reader.rows({{"grain", "month"}}).empty()) {
    Json rows = Json::array();
    for (const size_t row : first) {
      rows.push_back({{"label", country_name(text_of(from->reader, "country", row))},
                      {"x", number_of(from->reader.real("share", row))}});
    }
    section.charts.push_back(bars("country_share", "Share of downloads by the account's country",
                                  std::move(rows), {}, {"share of downloads", true}));
    return;
  }
  section.charts.push_back(months(*from, series));
  mark_events(section.charts.back(), overtakes(census, pair));
}

}  // namespace hubcensus
