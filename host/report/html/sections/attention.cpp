#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "host/catalog/country_code.hpp"
#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

constexpr uint64_t kYear = 365;
constexpr uint64_t kTop = 100;
constexpr size_t kCountries = 7;
const SeriesNames kKinds = {"industry",   "individual", "academia", "non-profit",
                            "government", "community",  "unknown"};

// Rows of the largest lists of one measure, by derived country.
std::vector<size_t> trending_rows(const TableReader& reader, std::string_view by) {
  std::vector<size_t> rows;
  for (const size_t row : reader.rows({{"measure", by}, {"attribution", "derived"}})) {
    if (reader.integer("younger_than_days", row) == kYear && reader.integer("top", row) == kTop) {
      rows.push_back(row);
    }
  }
  return rows;
}

SeriesNames leading_countries(const TableReader& reader, const std::vector<size_t>& rows) {
  std::map<std::string, uint64_t> places;
  for (const size_t row : rows) {
    const std::string country = label_of(reader, "country", row);
    if (is_country_code(country)) places[country] += reader.integer("models", row).value_or(0);
  }
  SeriesNames names;
  for (const auto& [country, count] : places) names.push_back(country);
  std::stable_sort(names.begin(), names.end(), [&places](const auto& left, const auto& right) {
    return places[left] > places[right];
  });
  if (names.size() > kCountries) names.resize(kCountries);
  return names;
}

void say_trending(const TableReader& reader, const std::vector<size_t>& rows, std::string_view by,
                  Sentence& finding) {
  std::optional<size_t> first;
  const std::string date = text_of(reader, "date", rows.back());
  for (const size_t row : rows) {
    if (text_of(reader, "date", row) != date) continue;
    if (!is_country_code(text_of(reader, "country", row))) continue;
    if (!first || reader.real("share", row) > reader.real("share", *first)) first = row;
  }
  if (!first) return;
  finding
      .text("Of the models younger than a year that lead by " + std::string(by) + " on " + date +
            ", ")
      .number(percent_text(reader.real("share", *first)))
      .text(" are from ")
      .number(country_name(text_of(reader, "country", *first)))
      .text(" or derived from models from there.");
}

// Shares by date: the named countries each, the unknown, and the others together.
Json trending_shares(const TableReader& reader, const std::vector<size_t>& rows,
                     const SeriesNames& named) {
  std::map<std::string, double> others;
  Json values = Json::array();
  const auto add = [&values](const std::string& date, const std::string& name, double share) {
    values.push_back({{"x", date}, {"period", date}, {"series", name}, {"y", share}});
  };
  for (const size_t row : rows) {
    const std::string country = label_of(reader, "country", row);
    const std::string date = text_of(reader, "date", row);
    const double share = reader.real("share", row).value_or(0);
    const bool is_named = std::find(named.begin(), named.end(), country) != named.end();
    if (is_named || country == "unknown") {
      add(date, country, share);
    } else {
      others[date] += share;
    }
  }
  for (const auto& [date, share] : others) add(date, "other", share);
  return values;
}

void say_likes(const Census& census, const TableReader& likes, Sentence& finding) {
  std::optional<size_t> first;
  for (const size_t row : likes.rows()) {
    if (likes.integer("rank", row) != 1U) continue;
    if (!first || text_of(likes, "date", *first) < text_of(likes, "date", row)) first = row;
  }
  if (first) {
    finding.text("The most liked model is ")
        .name(text_of(likes, "model", *first))
        .text(" with ")
        .number(with_separators(likes.integer("likes", *first)))
        .text(" likes (" + text_of(likes, "date", *first) + ").");
  }
  const auto overlap = find_window(census, "likes_overlap");
  const auto row = overlap ? overlap->reader.row({{"window", overlap->window}}) : std::nullopt;
  if (!row) return;
  finding.text(" The 25 most liked and the 25 most downloaded models have ")
      .number(percent_text(overlap->reader.real("overlap", *row)))
      .text(" in common.");
}

}  // namespace

void tell_trending(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "trending");
  if (!reader) return;
  std::vector<size_t> rows;
  std::string_view by;
  for (const char* measure : {"trending_score", "likes", "downloads"}) {
    if (rows.empty()) {
      rows = trending_rows(*reader, measure);
      by = measure;
    }
  }
  if (rows.empty()) return;
  const std::string words = by == "trending_score" ? "trendingScore" : std::string(by);
  say_trending(*reader, rows, words, section.finding);
  SeriesNames series = leading_countries(*reader, rows);
  Json values = trending_shares(*reader, rows, series);
  for (const char* rest : {"other", "unknown"}) series.emplace_back(rest);
  section.charts.push_back(time_bars(
      "trending", "Countries (derived) of the 100 leading models below a year, by " + words,
      std::move(values), series, {"share of the list", true}, "utcyearmonth"));
}

void tell_likes(const Census& census, Section& section) {
  const auto likes = TableReader::find(census.tables, "likes");
  if (!likes) return;
  say_likes(census, *likes, section.finding);
  const auto from = find_window(census, "likes_downloads");
  if (!from) return;
  Json values = Json::array();
  for (const size_t row : from->reader.rows({{"window", from->window}})) {
    const bool is_most = from->reader.boolean("is_most_downloaded", row).value_or(false);
    values.push_back({{"label", label_of(from->reader, "model", row)},
                      {"series", is_most ? "among the 25 most downloaded" : "not among them"},
                      {"x", number_of(from->reader.integer("likes", row))},
                      {"y", number_of(from->reader.integer("downloads", row))}});
  }
  if (values.empty()) return;
  section.charts.push_back(points("likes", "The 100 most liked models: likes and downloads",
                                  std::move(values),
                                  {"among the 25 most downloaded", "not among them"},
                                  {"likes", false, true}, {"downloads", false, true}));
}

void tell_engagement(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "engagement");
  if (!reader) return;
  if (const auto row = reader->row({{"by", "all"}})) {
    section.finding.text("A model's engagement lasts ")
        .number(fixed_text(reader->real("mean_lifetime", *row), 1))
        .text(" weeks in the mean and peaks after ")
        .number(fixed_text(reader->real("mean_weeks_to_peak", *row), 1))
        .text(", over ")
        .number(with_separators(reader->integer("uncensored", *row)))
        .text(" models whose end was seen; of ")
        .number(with_separators(reader->integer("censored", *row)))
        .text(" more it was not.");
  }
  const auto curve = TableReader::find(census.tables, "engagement_curve");
  if (!curve) return;
  Json values = Json::array();
  for (const size_t row : curve->rows({{"by", "kind"}})) {
    values.push_back({{"series", text_of(*curve, "group", row)},
                      {"x", number_of(curve->integer("week", row))},
                      {"y", number_of(curve->real("mean_downloads", row))}});
  }
  if (values.empty()) return;
  section.charts.push_back(
      number_lines("engagement_curve", "Mean downloads of a model in a week, by kind of account",
                   std::move(values), kKinds, {"weeks since creation"}, {"mean downloads a week"}));
}

}  // namespace hubcensus
