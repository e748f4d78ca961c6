#include <array>
#include <string>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

struct TopShare {
  const char* column;
  const char* label;
};
constexpr std::array<TopShare, 4> kTopShares = {{{"top_0_01_pct", "top 0.01 %"},
                                                 {"top_0_1_pct", "top 0.1 %"},
                                                 {"top_1_pct", "top 1 %"},
                                                 {"top_10_pct", "top 10 %"}}};

void say(const WindowSource& from, Sentence& finding) {
  const auto row = from.reader.row({{"window", from.window}, {"over", "models"}});
  if (!row) return;
  finding.text("The most downloaded 0.01 % of the models draw ")
      .number(percent_text(from.reader.real("top_0_01_pct", *row)))
      .text(" of the downloads and the first 1 % ")
      .number(percent_text(from.reader.real("top_1_pct", *row)))
      .text(", while ")
      .number(percent_text(from.reader.real("below_200", *row)))
      .text(" of the models have fewer than 200 (" + window_words(from.window) + "; " +
            with_separators(from.reader.integer("n", *row)) + " models, Gini ")
      .number(fixed_text(from.reader.real("gini", *row), 4))
      .text(").");
}

void add_lorenz(const Census& census, Section& section) {
  const auto from = find_window(census, "concentration_lorenz");
  if (!from) return;
  Json rows = Json::array();
  for (const char* over : {"models", "accounts"}) {
    for (const size_t row : from->reader.rows({{"window", from->window}, {"over", over}})) {
      const double point = static_cast<double>(from->reader.integer("point", row).value_or(0));
      rows.push_back({{"series", over},
                      {"x", point / 100},
                      {"y", number_of(from->reader.real("share", row))}});
    }
  }
  for (const double end : {0.0, 1.0}) {
    rows.push_back({{"series", "equal shares"}, {"x", end}, {"y", end}});
  }
  section.charts.push_back(number_lines(
      "concentration_lorenz", "Lorenz curve: which share of downloads the least downloaded hold",
      std::move(rows), {"models", "accounts", "equal shares"},
      {"share of models or accounts", true},
      {"share of downloads", true}));
}

void add_months(const WindowSource& from, Section& section) {
  Json rows = Json::array();
  SeriesNames series;
  for (const TopShare& top : kTopShares) {
    series.emplace_back(top.label);
    for (const size_t row : from.reader.rows({{"grain", "month"}, {"over", "models"}})) {
      const std::string period = text_of(from.reader, "window", row);
      rows.push_back({{"x", first_day(period)},
                      {"period", period},
                      {"series", top.label},
                      {"y", number_of(from.reader.real(top.column, row))}});
    }
  }
  if (rows.empty()) return;
  section.charts.push_back(time_lines("concentration",
                                      "Share of each month's downloads that the first models draw",
                                      std::move(rows), series, {"share of downloads", true}));
}

}  // namespace

void tell_concentration(const Census& census, Section& section) {
  const auto from = find_window(census, "concentration");
  if (!from) return;
  say(*from, section.finding);
  add_lorenz(census, section);
  add_months(*from, section);
}

}  // namespace hubcensus
