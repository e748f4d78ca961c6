#include "host/report/html/charts.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "host/report/html/chart_parts.hpp"

namespace hubcensus {

std::string first_day(std::string_view period) {
  const std::string text(period);
  if (text.find_first_not_of("0123456789-") != std::string::npos) return {};
  if (text.size() == 4) return text + "-01-01";
  if (text.size() == 7) return text + "-01";
  return text.size() == 10 ? text : std::string();
}

Chart time_lines(std::string name, std::string caption, Json rows, const SeriesNames& series,
                 const Quantity& y) {
  Json spec = base_spec(std::move(rows), kChartHeight);
  Json y_axis = encoding_of("y", y);
  if (y.is_logarithmic) set_logarithmic(y_axis, values_of(spec), {"y", "lower"});
  spec["params"] = Json::array({legend_choice(), time_zoom()});
  spec["mark"] = line_mark();
  spec["encoding"] = {{"x", time_axis()},
                      {"y", std::move(y_axis)},
                      {"color", colour_of(series)},
                      {"opacity", shown_opacity()},
                      {"tooltip", {tip("period", "period"), tip("series", "series"), tip("y", y)}}};
  return {std::move(name), std::move(caption), std::move(spec)};
}

Chart time_bars(std::string name, std::string caption, Json rows, const SeriesNames& series,
                const Quantity& y, const std::string& unit) {
  Chart chart = time_lines(std::move(name), std::move(caption), std::move(rows), series, y);
  chart.spec["mark"] = {{"type", "bar"}};
  Json& encoding = chart.spec["encoding"];
  encoding["x"]["timeUnit"] = unit;
  encoding["y"]["stack"] = "zero";
  encoding["order"] = {{"field", "order"}, {"type", "quantitative"}};
  // The first series lies at the bottom.
  Json order = Json::object();
  for (size_t i = 0; i < series.size(); ++i) order[series[i]] = i;
  std::map<std::string, double> sums;
  for (Json& row : chart.spec["data"]["values"]) {
    row["order"] = order.value(row["series"].get<std::string>(), series.size());
    if (row["y"].is_number()) sums[row["x"].get<std::string>()] += row["y"].get<double>();
  }
  // Shares that add up to the whole fill the chart.
  const bool is_whole = std::any_of(sums.begin(), sums.end(),
                                    [](const auto& sum) { return sum.second > 0.999; });
  if (y.is_share && is_whole) encoding["y"]["scale"] = {{"domain", {0, 1}}};
  return chart;
}

Chart number_lines(std::string name, std::string caption, Json rows, const SeriesNames& series,
                   const Quantity& x, const Quantity& y) {
  Json spec = base_spec(std::move(rows), kChartHeight);
  Json x_axis = encoding_of("x", x);
  Json y_axis = encoding_of("y", y);
  if (x.is_logarithmic) set_logarithmic(x_axis, values_of(spec), {"x"});
  if (y.is_logarithmic) set_logarithmic(y_axis, values_of(spec), {"y"});
  spec["params"] = Json::array({legend_choice()});
  spec["mark"] = line_mark();
  spec["encoding"] = {{"x", std::move(x_axis)},
                      {"y", std::move(y_axis)},
                      {"color", colour_of(series)},
                      {"opacity", shown_opacity()},
                      {"tooltip", {tip("series", "series"), tip("x", x), tip("y", y)}}};
  return {std::move(name), std::move(caption), std::move(spec)};
}

Chart bars(std::string name, std::string caption, Json rows, const SeriesNames& series,
           const Quantity& x) {
  Json labels = distinct(rows, "label");
  Json spec = base_spec(std::move(rows), height_of_rows(labels.size()));
  spec["mark"] = {{"type", "bar"}};
  Json encoding = {{"y",
                    {{"field", "label"},
                     {"type", "nominal"},
                     {"sort", std::move(labels)},
                     {"axis", {{"title", nullptr}, {"labelLimit", 170}}}}},
                   {"x", encoding_of("x", x)},
                   {"tooltip", {tip("label", "name"), tip("x", x)}}};
  if (series.empty()) {
    spec["mark"]["color"] = kColours[0];
  } else {
    spec["params"] = Json::array({legend_choice()});
    encoding["color"] = colour_of(series);
    encoding["opacity"] = shown_opacity();
    encoding["tooltip"].insert(encoding["tooltip"].begin() + 1, tip("series", "part"));
  }
  spec["encoding"] = std::move(encoding);
  return {std::move(name), std::move(caption), std::move(spec)};
}

Chart bands(std::string name, std::string caption, Json rows, const Quantity& x,
            const std::string& span) {
  Json labels = distinct(rows, "label");
  Json spec = base_spec(std::move(rows), height_of_rows(labels.size()) * 3 / 2);
  const Json y = {{"field", "label"},
                  {"type", "nominal"},
                  {"sort", std::move(labels)},
                  {"axis", {{"title", nullptr}, {"labelLimit", 170}}}};
  const Json tips = {tip("label", "class"), tip("low", Quantity{"low, " + span}),
                     tip("q25", Quantity{"quartile"}), tip("q50", Quantity{"median"}),
                     tip("q75", Quantity{"upper quartile"}),
                     tip("high", Quantity{"high, " + span})};
  const auto layer = [&](const Json& mark, const char* from, const char* to) {
    Json encoding = {{"y", y}, {"x", encoding_of(from, x)}, {"tooltip", tips}};
    if (x.is_logarithmic) set_logarithmic(encoding["x"], values_of(spec), {"low", "q25", "q50"});
    if (to != nullptr) encoding["x2"] = {{"field", to}};
    return Json{{"mark", mark}, {"encoding", std::move(encoding)}};
  };
  spec["layer"] = {
      layer({{"type", "rule"}, {"color", kColours[4]}, {"strokeWidth", 2}}, "low", "high"),
      layer({{"type", "bar"}, {"color", kColours[0]}, {"height", 12}}, "q25", "q75"),
      layer({{"type", "tick"}, {"color", kColours[1]}, {"thickness", 4}, {"size", 22}}, "q50",
            nullptr)};
  return {std::move(name), std::move(caption), std::move(spec)};
}

Chart heat_map(std::string name, std::string caption, Json rows, const std::string& row_title,
               const std::string& column_title, const Quantity& value) {
  Json labels = distinct(rows, "row");
  const Json all_columns = distinct(rows, "column");
  Json columns = Json::array();  // in the order of the rows, then those that are no row
  for (const Json& label : labels) {
    if (std::find(all_columns.begin(), all_columns.end(), label) != all_columns.end()) {
      columns.push_back(label);
    }
  }
  for (const Json& column : all_columns) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      columns.push_back(column);
    }
  }
  Json spec = base_spec(std::move(rows), height_of_rows(labels.size()));
  spec["mark"] = {{"type", "rect"}};
  Json legend = {{"title", value.title}, {"gradientLength", 160}, {"orient", "top"}};
  if (value.is_share) legend["format"] = "~%";
  spec["encoding"] = {
      {"y",
       {{"field", "row"},
        {"type", "nominal"},
        {"sort", std::move(labels)},
        {"axis", {{"title", row_title}, {"labelLimit", 170}}}}},
      {"x",
       {{"field", "column"},
        {"type", "nominal"},
        {"sort", std::move(columns)},
        {"axis", {{"title", column_title}, {"labelLimit", 110}, {"labelAngle", -60}}}}},
      {"color",
       {{"field", "value"},
        {"type", "quantitative"},
        {"scale", {{"scheme", "cividis"}}},
        {"legend", std::move(legend)}}},
      {"tooltip", {tip("row", row_title), tip("column", column_title), tip("value", value)}}};
  return {std::move(name), std::move(caption), std::move(spec)};
}

Chart points(std::string name, std::string caption, Json rows, const SeriesNames& series,
             const Quantity& x, const Quantity& y) {
  Chart chart = number_lines(std::move(name), std::move(caption), std::move(rows), series, x, y);
  chart.spec["mark"] = {{"type", "point"}, {"filled", true}, {"size", 60}};
  Json& tips = chart.spec["encoding"]["tooltip"];
  tips.insert(tips.begin(), tip("label", "name"));
  return chart;
}

Chart forecast_lines(std::string name, std::string caption, Json rows, const SeriesNames& series,
                     const Quantity& y) {
  Chart chart = time_lines(std::move(name), std::move(caption), std::move(rows), series, y);
  Json line = {{"params", std::move(chart.spec["params"])},
               {"mark", std::move(chart.spec["mark"])},
               {"encoding", std::move(chart.spec["encoding"])}};
  Json band = {{"transform", Json::array({Json{{"filter", "isValid(datum.upper)"}}})},
               {"mark", {{"type", "area"}, {"opacity", 0.3}}},
               {"encoding",
                {{"x", line["encoding"]["x"]},
                 {"y", line["encoding"]["y"]},
                 {"y2", {{"field", "upper"}}},
                 {"color", line["encoding"]["color"]}}}};
  band["encoding"]["y"]["field"] = "lower";
  chart.spec.erase("params");
  chart.spec.erase("mark");
  chart.spec.erase("encoding");
  chart.spec["layer"] = {std::move(band), std::move(line)};
  return chart;
}

void mark_events(Chart& chart, const Json& events) {
  if (events.empty()) return;
  Json first = {{"params", std::move(chart.spec["params"])},
                {"mark", std::move(chart.spec["mark"])},
                {"encoding", std::move(chart.spec["encoding"])}};
  const Json x = first["encoding"]["x"];
  for (const char* key : {"params", "mark", "encoding"}) chart.spec.erase(key);
  const auto layer = [&](const Json& mark) {
    return Json{{"data", {{"values", events}}},
                {"mark", mark},
                {"encoding", {{"x", x}, {"tooltip", Json::array({tip("text", "event")})}}}};
  };
  chart.spec["layer"] = {
      std::move(first),
      layer({{"type", "rule"},
             {"strokeDash", {4, 3}},
             {"strokeWidth", 2},
             {"color", kEventColour}}),
      layer({{"type", "point"}, {"shape", "triangle-down"}, {"filled", true}, {"size", 110},
             {"y", 7}, {"color", kEventColour}})};
}

}  // namespace hubcensus
