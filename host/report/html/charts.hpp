// Charts of the report as Vega-Lite specifications with their data inside.
//
// A chart is a plain value: it draws nothing and knows no table. The form of its rows is said with
// each function. Series keep their order and their colours (safe for the colour-blind, on light and
// dark ground); what is "other" or "unknown" is grey. A click on the legend shows one series alone;
// on a time axis a drag moves and shift with the wheel zooms.
#pragma once

#include <string>
#include <vector>

#include "host/report/html/escape.hpp"

namespace hubcensus {

struct Chart {
  std::string name;     // a file name: charts/<name>.vl.json
  std::string caption;  // plain text
  Json spec;
};

struct Quantity {
  std::string title;
  bool is_share = false;        // printed in percent
  bool is_logarithmic = false;  // zero is drawn at the least value above it
};

using SeriesNames = std::vector<std::string>;

// First day of a window or period "2024", "2024-03", "2024-W10" (none) or "2024-03-05", as
// YYYY-MM-DD; empty where it is none of them.
std::string first_day(std::string_view period);

// Rows {x: YYYY-MM-DD, period, series, y}.
Chart time_lines(std::string name, std::string caption, Json rows, const SeriesNames& series,
                 const Quantity& y);
Chart time_bars(std::string name, std::string caption, Json rows, const SeriesNames& series,
                const Quantity& y, const std::string& unit = "utcyearmonth");

// Rows {x, series, y}.
Chart number_lines(std::string name, std::string caption, Json rows, const SeriesNames& series,
                   const Quantity& x, const Quantity& y);

// Rows {label, x, series}, in the order of drawing; one colour where there are no series.
Chart bars(std::string name, std::string caption, Json rows, const SeriesNames& series,
           const Quantity& x);

// Rows {label, low, q25, q50, q75, high}: a thin line from low to high, a thick one between the
// quartiles, a mark at the median. `span` names low and high.
Chart bands(std::string name, std::string caption, Json rows, const Quantity& x,
            const std::string& span);

// Rows {row, column, value}, in the order of drawing.
Chart heat_map(std::string name, std::string caption, Json rows, const std::string& row_title,
               const std::string& column_title, const Quantity& value);

// Rows {label, series, x, y}.
Chart points(std::string name, std::string caption, Json rows, const SeriesNames& series,
             const Quantity& x, const Quantity& y);

// Rows as time_lines, those of the forecast with lower and upper too.
Chart forecast_lines(std::string name, std::string caption, Json rows, const SeriesNames& series,
                     const Quantity& y);

// Adds a dashed upright line with a mark on top, whose tooltip is the text, for each of the rows
// {x, text} to a chart over time.
void mark_events(Chart& chart, const Json& events);

}  // namespace hubcensus
