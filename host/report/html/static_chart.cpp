#include "host/report/html/static_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hubcensus {
namespace {

constexpr double kWidth = 720;
constexpr double kLeft = 130;  // of the ground of the drawing, in a picture kWidth wide
constexpr double kTop = 40;
constexpr double kHeight = 200;
constexpr double kRow = 22;
constexpr double kMargin = 30;  // below the ground

std::string fixed(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string number_words(double value, bool is_share) {
  std::array<char, 32> text{};
  if (is_share) {
    std::snprintf(text.data(), text.size(), "%.3g %%", value * 100);
    return text.data();
  }
  const char* unit = "";
  for (const auto& [size, name] : {std::pair{1e9, "B"}, std::pair{1e6, "M"}, std::pair{1e3, "k"}}) {
    if (std::abs(value) < size) continue;
    value /= size;
    unit = name;
    break;
  }
  std::snprintf(text.data(), text.size(), "%.3g%s", value, unit);
  return text.data();
}

std::string text_at(double x, double y, const std::string& words, const char* anchor = "start") {
  return "<text x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" text-anchor=\"" + anchor + "\">" +
         html_text(words) + "</text>";
}

std::string rectangle(double x, double y, double width, double height, const std::string& colour) {
  return "<rect x=\"" + fixed(x) + "\" y=\"" + fixed(y) + "\" width=\"" + fixed(width) +
         "\" height=\"" + fixed(height) + "\" fill=" + html_attribute(colour) + "/>";
}

// Maps values between low and high onto pixels.
struct Scale {
  double low = 0;
  double high = 1;
  bool is_logarithmic = false;
  double from = 0;
  double to = 1;

  double operator()(double value) const {
    const auto place = [this](double number) {
      return is_logarithmic ? std::log(std::max(number, low)) : number;
    };
    const double width = place(high) - place(low);
    return from + (width > 0 ? (place(value) - place(low)) / width : 0.5) * (to - from);
  }
};

// What the drawing needs of a specification.
struct Plan {
  const Json* rows;
  const Json* encoding;
  std::string mark;
  std::map<std::string, std::string> colours;  // by series
  std::vector<std::string> series;
};

const std::string kOneColour = "#0072b2";

Plan plan_of(const Json& spec) {
  Plan plan{&spec["data"]["values"], nullptr, {}, {}, {}};
  const Json* main = &spec;
  if (spec.contains("layer")) {
    for (const Json& layer : spec["layer"]) {
      main = &layer;
      if (layer["mark"]["type"] == "line" || layer["mark"]["type"] == "bar") break;
    }
  }
  plan.mark = (*main)["mark"]["type"];
  plan.encoding = &(*main)["encoding"];
  if (plan.encoding->contains("color") && (*plan.encoding)["color"].contains("scale") &&
      (*plan.encoding)["color"]["scale"].contains("range")) {
    const Json& scale = (*plan.encoding)["color"]["scale"];
    for (size_t i = 0; i < scale["domain"].size(); ++i) {
      plan.series.push_back(scale["domain"][i]);
      plan.colours[plan.series.back()] = scale["range"][i];
    }
  }
  return plan;
}

bool is_share(const Json& axis) { return axis["axis"].contains("format"); }

Scale scale_of(const Json& axis, double high, double from, double to) {
  Scale scale{0, high, false, from, to};
  if (axis.contains("scale") && axis["scale"].value("type", "") == "log") {
    scale.is_logarithmic = true;
    scale.low = axis["scale"]["domainMin"];
  }
  return scale;
}

// The place of x on its axis: a number, or a date by its days.
double place_of(const Json& x) {
  if (x.is_number()) return x;
  int year = 0;
  int month = 1;
  int day = 1;
  if (!x.is_string() ||
      std::sscanf(x.get<std::string>().c_str(), "%d-%d-%d", &year, &month, &day) < 1) {
    return 0;
  }
  return year * 372.0 + (month - 1) * 31 + (day - 1);  // evenly enough for a picture
}

std::string legend(const Plan& plan) {
  std::string svg;
  constexpr double kLetter = 7;
  double x = kLeft;
  for (const std::string& name : plan.series) {
    svg += rectangle(x, 6, 10, 10, plan.colours.at(name)) + text_at(x + 14, 15, name);
    x += 34 + kLetter * static_cast<double>(name.size());
  }
  return svg;
}

std::string ends_of_x(const Json& first, const Json& last, bool share, double y) {
  const auto words = [share](const Json& x) {
    return x.is_number() ? number_words(x, share) : x.get<std::string>().substr(0, 7);
  };
  return text_at(kLeft, y, words(first)) + text_at(kWidth - 4, y, words(last), "end");
}

std::string ends_of_y(const Scale& y, bool share) {
  std::string svg;
  for (const double value : {y.low, y.high}) {
    svg += "<path d=\"M" + fixed(kLeft) + " " + fixed(y(value)) + "H" + fixed(kWidth) +
           "\" stroke=\"#8a8f98\"/>" +
           text_at(kLeft - 6, y(value) + 4, number_words(value, share), "end");
  }
  return svg;
}

// Rows {x, series, y}: a line for each series, or bars one upon the other.
std::string over_x(const Plan& plan) {
  const bool is_stacked = plan.mark == "bar";
  std::map<double, Json> places;
  std::map<double, double> sums;
  double high = 0;
  for (const Json& row : *plan.rows) {
    const double place = place_of(row["x"]);
    places[place] = row["x"];
    if (!row["y"].is_number()) continue;
    sums[place] = (is_stacked ? sums[place] : 0) + row["y"].get<double>();
    high = std::max(high, sums[place]);
  }
  if (places.empty() || high <= 0) return {};
  const Json& y_axis = (*plan.encoding)["y"];
  const Scale y = scale_of(y_axis, high, kTop + kHeight, kTop);
  const double step = (kWidth - kLeft) / static_cast<double>(places.size());
  const Scale x{places.begin()->first, places.rbegin()->first, false, kLeft,
                kWidth - (is_stacked ? step : 4)};
  std::string svg = ends_of_y(y, is_share(y_axis));
  std::map<double, double> bottom;
  for (const std::string& name : plan.series) {
    std::string path;
    for (const Json& row : *plan.rows) {
      if (row["series"] != name || !row["y"].is_number()) continue;
      const double place = place_of(row["x"]);
      const double value = row["y"];
      if (is_stacked) {
        double& under = bottom[place];
        svg += rectangle(x(place), y(under + value), std::max(step - 1, 1.0),
                         y(under) - y(under + value), plan.colours.at(name));
        under += value;
      } else {
        path += (path.empty() ? "M" : "L") + fixed(x(place)) + " " + fixed(y(value));
      }
    }
    if (path.empty()) continue;
    svg += "<path d=\"" + path +
           "\" fill=\"none\" stroke-width=\"2\" stroke=" + html_attribute(plan.colours.at(name)) +
           "/>";
  }
  return svg + ends_of_x(places.begin()->second, places.rbegin()->second,
                         is_share((*plan.encoding)["x"]), kTop + kHeight + 18);
}

// The names of rows, in their order, each with its row.
std::vector<std::string> labels_of(const Plan& plan) {
  std::vector<std::string> labels;
  std::set<std::string> seen;
  for (const Json& row : *plan.rows) {
    if (seen.insert(row["label"]).second) labels.push_back(row["label"]);
  }
  return labels;
}

std::string short_label(const std::string& label) {
  constexpr size_t kLetters = 20;
  if (label.size() <= kLetters) return label;
  size_t end = kLetters;
  while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xC0U) == 0x80U) --end;
  return label.substr(0, end) + "\u2026";
}

// Rows {label, x, series} and {label, low, q25, q50, q75, high}.
std::string over_labels(const Plan& plan, const std::vector<std::string>& labels, bool is_bands) {
  std::map<std::string, double> sums;
  double high = 0;
  for (const Json& row : *plan.rows) {
    const Json& value = row[is_bands ? "high" : "x"];
    if (!value.is_number()) continue;
    double& sum = sums[row["label"]];
    sum += value.get<double>();
    high = std::max(high, is_bands ? value.get<double>() : sum);
  }
  if (high <= 0) return {};
  const Json& axis = (*plan.encoding)["x"];
  const Scale x = scale_of(axis, high, kLeft, kWidth - 4);
  std::map<std::string, double> top;
  std::string svg;
  for (size_t i = 0; i < labels.size(); ++i) {
    top[labels[i]] = kTop + kRow * static_cast<double>(i);
    svg += text_at(kLeft - 6, top[labels[i]] + 14, short_label(labels[i]), "end");
  }
  std::map<std::string, double> left;
  for (const Json& row : *plan.rows) {
    const double y = top[row["label"]];
    if (is_bands) {
      const auto at = [&](const char* field) {
        return x(row[field].is_number() ? row[field].get<double>() : 0.0);
      };
      svg += rectangle(at("low"), y + 9, at("high") - at("low"), 2, "#56b4e9") +
             rectangle(at("q25"), y + 4, at("q75") - at("q25"), 12, kOneColour) +
             rectangle(at("q50") - 2, y, 4, 20, "#e69f00");
    } else if (row["x"].is_number()) {
      double& from = left[row["label"]];
      const auto colour = plan.colours.find(row.value("series", ""));
      const double value = row["x"];
      svg += rectangle(x(from), y + 3, x(from + value) - x(from), kRow - 6,
                       colour == plan.colours.end() ? kOneColour : colour->second);
      from += value;
    }
  }
  return svg + ends_of_x(x.low, x.high, is_share(axis),
                         kTop + kRow * static_cast<double>(labels.size()) + 18);
}

}  // namespace

std::string static_svg(const Chart& chart) {
  const Plan plan = plan_of(chart.spec);
  if (plan.rows->empty()) return {};
  const Json& row = plan.rows->front();
  double height = kHeight;
  std::string drawing;
  if (plan.mark == "line" || (plan.mark == "bar" && row.contains("y"))) {
    drawing = over_x(plan);
  } else if (row.contains("label") && !row.contains("y")) {
    const auto labels = labels_of(plan);
    height = kRow * static_cast<double>(labels.size());
    drawing = over_labels(plan, labels, row.contains("q50"));
  }
  if (drawing.empty()) return {};
  return "<svg class=\"still\" role=\"img\" aria-label=" + html_attribute(chart.caption) +
         " viewBox=\"0 0 " + fixed(kWidth) + " " + fixed(kTop + height + kMargin) + "\">" +
         legend(plan) + drawing + "</svg>";
}

}  // namespace hubcensus
