// What the charts are made of: axes, colours, tooltips, choices. For the files of charts alone.
#pragma once

#include <array>
#include <initializer_list>
#include <string>

#include "host/report/html/charts.hpp"

namespace hubcensus {

inline constexpr int kChartHeight = 300;

// Okabe and Ito's colours without black and yellow, which vanish on dark and on light ground.
inline constexpr std::array<const char*, 8> kColours = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                                        "#56b4e9", "#d55e00", "#8c6bb1", "#5f9e3e"};
inline constexpr const char* kEventColour = "#c2185b";

// A specification with its rows, as wide as its place.
Json base_spec(Json rows, int height);
const Json& values_of(const Json& spec);  // the rows

// Values of a field, in the order of their first rows.
Json distinct(const Json& rows, const char* field);

int height_of_rows(size_t rows);

Json encoding_of(const char* field, const Quantity& quantity);

// Makes the axis logarithmic from the least value above zero of the fields on; what is below it is
// drawn there.
void set_logarithmic(Json& encoding, const Json& rows, std::initializer_list<const char*> fields);

// Lines of a tooltip.
Json tip(const char* field, const std::string& title);
Json tip(const char* field, const Quantity& quantity);

Json colour_of(const SeriesNames& series);
Json legend_choice();  // a click on the legend
Json time_zoom();      // a drag and shift with the wheel
Json shown_opacity();  // by the choice on the legend
Json time_axis();
Json line_mark();

}  // namespace hubcensus
