// A chart as a small still picture (SVG), for readers without scripts.
//
// Drawn from the rows of the specification: lines, stacked bars, bars of names, and quantile bands,
// with the ends of the axes and the legend as text. It is no second Vega: what needs more (maps of
// heat, clouds of points) gives no picture, and the tables tell it.
#pragma once

#include <string>

#include "host/report/html/charts.hpp"

namespace hubcensus {

// Empty where the chart is of no form that is drawn.
std::string static_svg(const Chart& chart);

}  // namespace hubcensus
