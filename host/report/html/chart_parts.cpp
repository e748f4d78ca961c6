#include "host/report/html/chart_parts.hpp"

#include <algorithm>
#include <utility>

namespace hubcensus {
namespace {

constexpr int kRowHeight = 22;
constexpr const char* kOther = "#8a8f98";
constexpr const char* kUnknown = "#b9bec7";

Json config() {
  return {{"background", nullptr},
          {"font", "system-ui, sans-serif"},
          {"view", {{"stroke", nullptr}}},
          {"mark", {{"aria", false}}},
          {"axis", {{"labelFontSize", 12}, {"titleFontSize", 12}, {"titleFontWeight", "normal"}}},
          {"legend",
           {{"orient", "top"}, {"title", nullptr}, {"columns", 6}, {"labelFontSize", 12},
            {"labelLimit", 220}}}};
}

Json axis_of(const Quantity& quantity) {
  const std::string title = quantity.title + (quantity.is_logarithmic ? " (logarithmic)" : "");
  Json axis = {{"title", title}, {"tickCount", 5}};
  if (quantity.is_share) {
    axis["format"] = "~%";
  } else {
    const std::string number =
        "datum.value < 1000 ? format(datum.value, '~r') : "
        "replace(format(datum.value, '~s'), 'G', 'B')";
    // Of a logarithmic axis 1, 2 and 5 of each power of ten are enough.
    const char* is_left_out = "indexof('125', slice(format(datum.value, 'e'), 0, 1)) < 0 ? '' : ";
    axis["labelExpr"] = (quantity.is_logarithmic ? is_left_out : "") + number;
  }
  return axis;
}

}  // namespace

Json base_spec(Json rows, int height) {
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
          {"width", "container"},
          {"height", height},
          {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}},
          {"config", config()},
          {"data", {{"values", std::move(rows)}}}};
}

Json distinct(const Json& rows, const char* field) {
  Json values = Json::array();
  for (const Json& row : rows) {
    if (std::find(values.begin(), values.end(), row[field]) == values.end()) {
      values.push_back(row[field]);
    }
  }
  return values;
}

const Json& values_of(const Json& spec) { return spec["data"]["values"]; }

int height_of_rows(size_t rows) { return static_cast<int>(rows) * kRowHeight; }

Json encoding_of(const char* field, const Quantity& quantity) {
  return {{"field", field}, {"type", "quantitative"}, {"axis", axis_of(quantity)}};
}

void set_logarithmic(Json& encoding, const Json& rows, std::initializer_list<const char*> fields) {
  double least = 0;
  for (const Json& row : rows) {
    for (const char* field : fields) {
      if (!row.contains(field) || !row[field].is_number()) continue;
      const double value = row[field].get<double>();
      if (value > 0 && (least == 0 || value < least)) least = value;
    }
  }
  if (least == 0) return;
  encoding["scale"] = {{"type", "log"}, {"domainMin", least}, {"clamp", true}};
}

Json tip(const char* field, const std::string& title) {
  return {{"field", field}, {"type", "nominal"}, {"title", title}};
}

Json tip(const char* field, const Quantity& quantity) {
  return {{"field", field},
          {"type", "quantitative"},
          {"title", quantity.title},
          {"format", quantity.is_share ? ".2%" : ",.10~r"}};
}

Json colour_of(const SeriesNames& series) {
  Json colours = Json::array();
  size_t next = 0;
  for (const std::string& name : series) {
    if (name == "other" || name == "(others)") {
      colours.push_back(kOther);
    } else if (name == "unknown") {
      colours.push_back(kUnknown);
    } else {
      colours.push_back(kColours[next++ % kColours.size()]);
    }
  }
  return {{"field", "series"},
          {"type", "nominal"},
          {"scale", {{"domain", series}, {"range", std::move(colours)}}},
          {"legend", {{"symbolOpacity", 1}}}};
}

Json legend_choice() {
  return {{"name", "shown"},
          {"select", {{"type", "point"}, {"fields", Json::array({"series"})}}},
          {"bind", "legend"}};
}

Json time_zoom() {
  return {{"name", "zoom"},
          {"select",
           {{"type", "interval"},
            {"encodings", Json::array({"x"})},
            {"zoom", "wheel![event.shiftKey]"}}},
          {"bind", "scales"}};
}

Json shown_opacity() {
  return {{"condition", {{"param", "shown"}, {"value", 1}}}, {"value", 0.08}};
}

Json time_axis() {
  return {{"field", "x"},
          {"type", "temporal"},
          {"scale", {{"type", "utc"}}},
          {"axis", {{"title", nullptr}, {"tickCount", 6}}}};
}

Json line_mark() {
  return {{"type", "line"}, {"point", {{"size", 18}}}, {"strokeWidth", 2}};
}

}  // namespace hubcensus
