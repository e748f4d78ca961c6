#include <algorithm>
#include <string>
#include <utility>

#include "host/report/html/section.hpp"
#include "host/report/summary/number_text.hpp"

namespace hubcensus {
namespace {

const SeriesNames kDimensions = {"accounts", "countries", "languages", "tasks"};

void say(const TableReader& forecast, Sentence& finding) {
  std::optional<size_t> last;
  for (const size_t row : forecast.rows({{"dimension", "accounts"}})) {
    if (!last || text_of(forecast, "month", *last) < text_of(forecast, "month", row)) last = row;
  }
  if (!last) return;
  const auto factor = forecast.real("factor", *last);
  const double percent = (factor.value_or(1) - 1) * 100;
  finding.text("Were the last " + with_separators(forecast.integer("months", *last)) +
               " months to go on, the effective number of accounts would change by ")
      .number((percent > 0 ? "+" : "") + fixed_text(percent, 1) + " %")
      .text(" a month and be ")
      .number(fixed_text(forecast.real("estimate", *last), 1))
      .text(" in " + text_of(forecast, "month", *last) + ", with 95 % between ")
      .number(fixed_text(forecast.real("lower", *last), 1))
      .text(" and ")
      .number(fixed_text(forecast.real("upper", *last), 1))
      .text(". This is an extrapolation, no finding.");
}

}  // namespace

void tell_outlook(const Census& census, Section& section) {
  const auto reader = TableReader::find(census.tables, "outlook");
  const auto forecast = TableReader::find(census.tables, "outlook_forecast");
  if (!reader || !forecast) return;
  say(*forecast, section.finding);
  Json values = Json::array();
  for (const size_t row : reader->rows({{"grain", "month"}})) {
    const std::string month = text_of(*reader, "window", row);
    values.push_back({{"x", first_day(month)},
                      {"period", month},
                      {"series", text_of(*reader, "dimension", row)},
                      {"y", number_of(reader->real("effective_number", row))}});
  }
  for (const size_t row : forecast->rows()) {
    const std::string month = text_of(*forecast, "month", row);
    values.push_back({{"x", first_day(month)},
                      {"period", month + ", extrapolation"},
                      {"series", text_of(*forecast, "dimension", row)},
                      {"y", number_of(forecast->real("estimate", row))},
                      {"lower", number_of(forecast->real("lower", row))},
                      {"upper", number_of(forecast->real("upper", row))}});
  }
  if (values.empty()) return;
  section.charts.push_back(forecast_lines(
      "outlook", "Effective numbers by month, and six months of extrapolation with 95 % bands",
      std::move(values), kDimensions, {"effective number", false, true}));
}

}  // namespace hubcensus
