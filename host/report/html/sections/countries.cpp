#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/catalog/country_code.hpp"
#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr size_t kCountries = 7;

std::vector<size_t> leading(const WindowSource& from) {
  std::vector<size_t> rows;
  for (const size_t row : from.reader.rows({{"window", from.window}, {"attribution", "account"}})) {
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
  const auto unknown =
      reader.row({{"window", from.window}, {"attribution", "account"}, {"country", "unknown"}});
  if (unknown) {
    finding.text("; of ")
        .number(percent_text(reader.real("share", *unknown)))
        .text(" the country is not known");
  }
  finding.text(" (" + window_words(from.window) + ", by the account's country).");
}

// The last time that one of the pair passed the other, by the month's downloads and by all so far.
Json overtakes(const Census& census, const std::set<std::string>& pair, Sentence& finding) {
  Json events = Json::array();
  const auto reader = TableReader::find(census.tables, "country_share_overtakes");
  if (!reader || pair.size() < 2) return events;
  for (const char* measure : {"monthly", "cumulative"}) {
    std::optional<size_t> last;
    for (const size_t row : reader->rows({{"attribution", "account"}, {"measure", measure}})) {
      const std::set<std::string> countries = {text_of(*reader, "country", row),
                                               text_of(*reader, "overtaken", row)};
      if (countries != pair) continue;
      if (!last || text_of(*reader, "period", *last) < text_of(*reader, "period", row)) last = row;
    }
    if (!last) continue;
    const std::string event = country_name(text_of(*reader, "country", *last)) + " last passed " +
                              country_name(text_of(*reader, "overtaken", *last)) + " in " +
                              measure + " downloads in ";
    const std::string period = text_of(*reader, "period", *last);
    events.push_back({{"x", first_day(period)}, {"text", event + period}});
    finding.text(" " + event).number(period).text(".");
  }
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
  Json rows = month_shares(from->reader, {{"grain", "month"}, {"attribution", "account"}},
                           "country", series);
  section.charts.push_back(time_bars("country_share",
                                     "Share of each month's downloads, by the account's country",
                                     std::move(rows), series, {"share of downloads", true}));
  mark_events(section.charts.back(), overtakes(census, pair, section.finding));
}

}  // namespace hubcensus
